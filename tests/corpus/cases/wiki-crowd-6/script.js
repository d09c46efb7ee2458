import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { default: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '8s', target: 4 }, { duration: '4s', target: 20 }, { duration: '16s', target: 20 }], gracefulStop: '15s' } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<1000'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8010';

export default function () {
  const res = http.get(`${BASE}/rooms/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'room' }, timeout: '12s' });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.5);
}
