import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 8, duration: '24s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<300'] } };
export default function () {
  const id = `u${__VU}-${__ITER}`;
  const items = []; for (let i = 0; i < 5; i++) items.push({ sku: 'sku-' + Math.floor(Math.random() * 100000), qty: 1, note: 'n'.repeat(40) });
  check(http.put(`${__ENV.BASKET}/basket/${id}`, JSON.stringify({ items }), { headers: { 'Content-Type': 'application/json' }, tags: { name: 'put' } }), { saved: (r) => r.status === 204 });
  check(http.get(`${__ENV.BASKET}/basket/${id}`, { tags: { name: 'get' } }), { loaded: (r) => r.status === 200 });
  sleep(0.3);
}
