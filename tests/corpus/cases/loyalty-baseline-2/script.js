import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 8, duration: '20s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<500'] } };
export default function () {
  const m = 1 + Math.floor(Math.random() * 500);
  check(http.get(`${__ENV.URL}/members/${m}`, { tags: { name: 'member' } }), { 'member read': (r) => r.status === 200 });
  check(http.post(`${__ENV.URL}/members/${m}/points`, null, { tags: { name: 'points' } }), { 'points added': (r) => r.status === 201 });
  sleep(0.3);
}
