import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 4, duration: '14s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'https://api.acme.test:8445';

export default function () {
  const res = http.get(`${BASE}/stock/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'partner' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.5);
}
