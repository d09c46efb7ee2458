import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = {
  scenarios: { earn: { executor: 'constant-vus', exec: 'earn', vus: 6, duration: '24s' }, look: { executor: 'constant-vus', exec: 'look', vus: 4, duration: '24s' } },
  thresholds: { 'http_req_failed{scenario:earn}': ['rate<0.01'], 'http_req_failed{scenario:look}': ['rate<0.01'], http_req_duration: ['p(95)<500'] },
};
export function earn() { check(http.post(`${__ENV.URL}/members/${1 + Math.floor(Math.random() * 500)}/points`, null, { tags: { name: 'points' }, timeout: '5s' }), { 'points added': (r) => r.status === 201 }); sleep(0.3); }
export function look() { check(http.get(`${__ENV.URL}/members/${1 + Math.floor(Math.random() * 500)}`, { tags: { name: 'member' }, timeout: '5s' }), { 'member read': (r) => r.status === 200 }); sleep(0.3); }
