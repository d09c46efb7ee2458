import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 8, duration: '26s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8310';

export default function () {
  const res = http.post(`${BASE}/search`, `{"q":"term-${__VU}-${__ITER}"}`, { headers: {"Content-Type": "application/json"}, tags: { name: 'search' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.35);
}
