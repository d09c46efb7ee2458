import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 5, duration: '18s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<900'] } };
export default function () {
  const r = http.get(`${__ENV.BASE_URL}/contacts/${1 + Math.floor(Math.random() * 6000)}`, { tags: { name: 'contact' } });
  check(r, { 'status is 200': (x) => x.status === 200 });
  sleep(0.4);
}
