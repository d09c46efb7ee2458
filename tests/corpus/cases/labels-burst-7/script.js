import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 36, duration: '24s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'iteration_duration': ['p(95)<1500'] },
  noConnectionReuse: true,
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:8009';

export default function () {
  const res = http.get(`${BASE}/labels/${__VU}`, { tags: { name: 'label' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(1 - (Date.now() % 1000) / 1000); // all together, as the tills do
}
