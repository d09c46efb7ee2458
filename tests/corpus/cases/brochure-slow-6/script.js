import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 7, duration: '20s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<1500'] },
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:6082';

export default function () {
  const res = http.get(`${BASE}/brochure?p=${Math.floor(Math.random() * 9)}`, { tags: { name: 'brochure' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.5);
}
