import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 4, duration: '22s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(90)<600'] } };
export default function () {
  const r = http.get(`${__ENV.BASE_URL}/statements/${Math.random() < 0.3 ? 250 : 1 + Math.floor(Math.random() * 6)}`, { tags: { name: 'statement' } });
  check(r, { 'status is 200': (x) => x.status === 200 });
  sleep(0.5);
}
