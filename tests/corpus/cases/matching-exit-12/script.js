import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 5, duration: '22s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8800';

export default function () {
  const res = http.post(`${BASE}/orders`, `{"side":"buy","qty":${Math.floor(Math.random() * 9)}}`, { headers: {"Content-Type": "application/json"}, tags: { name: 'order' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.3);
}
