import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 5, duration: '15s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<500'] } };
export default function () {
  const r = http.get(`${__ENV.BASE_URL}/invoices/${1 + Math.floor(Math.random() * 3000)}`, { tags: { name: 'invoice' } });
  check(r, { 'status is 200': (x) => x.status === 200 });
  sleep(0.5);
}
