import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 6, duration: '20s', gracefulStop: '8s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:8810';

export default function () {
  const r1 = http.get(`${BASE}/stock/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'small' }, timeout: '6s' });
  check(r1, { 'status is 200': (r) => r.status === 200 });
  const r2 = http.get(`${BASE}/files/list.bin`, { tags: { name: 'large' }, timeout: '6s' });
  check(r2, { 'file': (r) => r.status === 200 });
  sleep(0.4);
}
