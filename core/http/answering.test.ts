import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy, Corrupt, StoreFull } from '../errors.js';
import { problem } from './answers.js';
import { DRAFT, openBench } from './testing/bench.js';
import { readAs } from './testing/promised.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.store.close());

describe('a store in trouble', () => {
  it.each([
    [new Busy('locked'), 503, 'BUSY'],
    [new StoreFull('full'), 507, 'STORE_FULL'],
    [new Corrupt('damaged'), 500, 'CORRUPT'],
    [new Error('secret detail'), 500, 'INTERNAL'],
  ])('that throws %s answers %i %s', async (error, status, code) => {
    const broken = await openBench({ ask: () => Promise.reject(error) });
    const response = await broken.post('/v1/tasks', DRAFT);
    expect(response.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    const found = await readAs(problem, response);
    expect([response.status, found.code]).toEqual([status, code]);
    expect(found.message).not.toContain('secret');
    expect(broken.lines.some((line) => line.includes('secret detail'))).toBe(code === 'INTERNAL');
    await broken.store.close();
  });

  it('is not ready, and says so without a token and without its path', async () => {
    const broken = await openBench({ ready: () => Promise.reject(new Error('/secret/path')) });
    const found = await broken.app.request('/readyz');
    expect(found.status).toBe(503);
    expect(await found.text()).not.toContain('/secret/path');
    expect((await bench.app.request('/readyz')).status).toBe(200);
    await broken.store.close();
  });
});

describe('what every answer has', () => {
  it('is a policy under which nothing runs, is sniffed or kept', async () => {
    const { headers } = await bench.app.request('/healthz');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is a line in the log without token, query or body', async () => {
    await bench.post('/v1/tasks', DRAFT);
    await bench.get('/v1/tasks?secret=1');
    expect(bench.lines.map((line) => JSON.parse(line))).toMatchObject([
      { message: 'request', method: 'POST', path: '/v1/tasks', status: 201 },
      { message: 'request', method: 'GET', path: '/v1/tasks', status: 400 },
    ]);
    expect(bench.lines.join('')).not.toMatch(/secret|say hello|a-token/);
  });

  it('is a measurement under its route, not its path', async () => {
    await bench.get('/v1/tasks/NONE');
    const text = await (await bench.get('/metrics')).text();
    expect(text).toContain('_count{method="GET",route="/v1/tasks/:id",status="404"} 1');
    expect(text).not.toContain('NONE');
    expect(text).toContain('orch_tasks{status="PENDING"} 0');
  });
});
