import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 6, duration: '14s', gracefulStop: '40s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
  noConnectionReuse: true,
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:8002';

export default function () {
  const res = http.get(`${BASE}/stock/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'stock' }, timeout: '45s' });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.5);
}
