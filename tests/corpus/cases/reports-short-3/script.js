import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 5, duration: '22s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration{name:month}': ['p(95)<400'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8090';

export default function () {
  const r1 = http.get(`${BASE}/report/month?m=${Math.floor(Math.random() * 9)}`, { tags: { name: 'month' } });
  check(r1, { 'month ok': (r) => r.status === 200 });
  if (__ITER % 2 === 0) {
    const r2 = http.get(`${BASE}/report/year?y=202${Math.floor(Math.random() * 9)}`, { tags: { name: 'year' } });
    check(r2, { 'year ok': (r) => r.status === 200 });
  }
  sleep(0.4);
}
