import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 4, duration: '18s', thresholds: { http_req_failed: ['rate<0.05'], http_req_duration: ['p(95)<1500'] } };
export default function () {
  const r = http.get(`${__ENV.BASE_URL}/products/${1 + Math.floor(Math.random() * 2000)}`, { tags: { name: 'product' } });
  check(r, { 'status is 200': (x) => x.status === 200 });
  sleep(0.5);
}
