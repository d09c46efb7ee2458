import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 12, duration: '26s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:8400';

export default function () {
  const res = http.post(`${BASE}/events`, `{"user":${__VU},"kind":"click"}`, { headers: {"Content-Type": "application/json"}, tags: { name: 'event' } });
  check(res, { 'accepted': (r) => r.status === 202 });
  sleep(1.5 + Math.random() * 0.7);
}
