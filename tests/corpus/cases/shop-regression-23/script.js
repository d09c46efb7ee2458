import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 6, duration: '18s', thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<800'] } };
export default function () {
  const r = http.get(`${__ENV.BASE_URL}/articles/${1 + Math.floor(Math.random() * 1000)}`, { tags: { name: 'article' } });
  check(r, { 'status is 200': (x) => x.status === 200 });
  sleep(0.3);
}
