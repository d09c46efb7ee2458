import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 6, duration: '26s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:8850';

export default function () {
  const r1 = http.get(`${BASE}/offers/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'offer' }, timeout: '20s' });
  check(r1, { 'offer 200': (r) => r.status === 200 });
  if (__ITER % 3 === 0) {
    const r2 = http.get(`${BASE}/about`, { tags: { name: 'about' }, timeout: '20s' });
    check(r2, { 'status is 200': (r) => r.status === 200 });
  }
  sleep(0.3);
}
