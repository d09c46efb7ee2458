import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '8s', target: 2 }, { duration: '6s', target: 10 }, { duration: '12s', target: 10 }] } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration{name:download}': ['p(95)<1000'] },
};

const BASE = __ENV.BASE_URL || 'http://10.55.0.10:8001';

export default function () {
  const r1 = http.get(`${BASE}/files/price-list.bin`, { tags: { name: 'download' } });
  check(r1, { 'downloaded': (r) => r.status === 200 });
  const r2 = http.get(`${BASE}/stock/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'stock' } });
  check(r2, { 'status is 200': (r) => r.status === 200 });
  sleep(0.3);
}
