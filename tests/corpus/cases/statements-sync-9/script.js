import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 8, duration: '24s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration{name:account}': ['p(95)<150'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8350';

export default function () {
  const r1 = http.get(`${BASE}/accounts/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'account' } });
  check(r1, { 'status is 200': (r) => r.status === 200 });
  if (__ITER % 10 === 0) {
    const r2 = http.get(`${BASE}/statements/${100 + Math.floor(Math.random() * 900)}/signed`, { tags: { name: 'statement' } });
    check(r2, { 'status is 200': (r) => r.status === 200 });
  }
  sleep(0.2);
}
