import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { rooms: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '8s', target: 4 }, { duration: '6s', target: 22 }, { duration: '12s', target: 22 }] } },
  thresholds: { 'http_req_failed': ['rate<0.01'], 'http_req_duration': ['p(95)<1000'] },
};

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8443';

export default function () {
  const res = http.get(`${BASE}/rooms/${100 + Math.floor(Math.random() * 900)}`, { tags: { name: 'room' } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(0.2);
}
