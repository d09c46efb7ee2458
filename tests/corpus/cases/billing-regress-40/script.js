import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { scenarios: { pay: { executor: 'constant-vus', exec: 'pay', vus: 3, duration: '20s' }, read: { executor: 'constant-vus', exec: 'read', vus: 4, duration: '20s' } }, thresholds: { http_req_failed: ['rate<0.01'], 'http_req_duration{scenario:pay}': ['p(95)<4000'], 'http_req_duration{scenario:read}': ['p(95)<1200'] } };
export function pay() { check(http.post(`${__ENV.BILLING}/pay/${1 + Math.floor(Math.random() * 3000)}`, null, { tags: { name: 'pay' } }), { paid: (r) => r.status === 200 }); sleep(0.5); }
export function read() { check(http.get(`${__ENV.BILLING}/invoices/${1 + Math.floor(Math.random() * 3000)}`, { tags: { name: 'invoice' } }), { 'invoice read': (r) => r.status === 200 }); sleep(0.4); }
