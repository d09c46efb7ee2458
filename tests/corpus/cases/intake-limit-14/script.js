import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'constant-vus', vus: 5, duration: '16s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<500'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8900';

export default function () {
  const r1 = http.post(`${BASE}/claims`, 'x'.repeat(4096), { tags: { name: 'text only' } });
  check(r1, { 'claim stored': (r) => r.status === 201 });
  if (__ITER % 2 === 0) {
    const r2 = http.post(`${BASE}/claims`, 'x'.repeat(92160), { tags: { name: 'with photo' } });
    check(r2, { 'photo stored': (r) => r.status === 201 });
  }
  sleep(0.4);
}
