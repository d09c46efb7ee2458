import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 6, duration: '24s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8820';

export default function () {
  const res = http.get(`${BASE}/ratings/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'rating' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.3);
}
