import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 4, duration: '15s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<500'] } };
export default function () {
  const r = http.post(`${__ENV.BASE_URL}/mails`, JSON.stringify({ to: `user${__VU}@example.com`, template: 'welcome', n: __ITER }), { headers: { 'Content-Type': 'application/json' }, tags: { name: 'mail' } });
  check(r, { 'queued': (x) => x.status === 202 });
  sleep(0.5);
}
