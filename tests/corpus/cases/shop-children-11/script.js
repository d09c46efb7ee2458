import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { carts: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '8s', target: 4 }, { duration: '5s', target: 28 }, { duration: '14s', target: 28 }] } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<1500'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8020';

export default function () {
  const res = http.get(`${BASE}/cart/${__VU}`, { tags: { name: 'cart' } });
  check(res, { 'cart 200': (r) => r.status === 200 });
  sleep(0.2);
}
