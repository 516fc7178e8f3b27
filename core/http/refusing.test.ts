import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimed } from './answers.js';
import { DRAFT, openBench, refusal, TOKEN } from './testing/bench.js';
import { readAs } from './testing/promised.js';

const HELD = { holder: 'w1', fence: 1 };
const DONE = { ...HELD, notes: 'said' };

let bench: Awaited<ReturnType<typeof openBench>>;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.store.close());

async function running() {
  await bench.post('/v1/tasks', DRAFT);
  return readAs(claimed, await bench.post('/v1/claim', { holder: 'w1' }));
}

describe('a refusal', () => {
  it.each([
    ['nothing in it', '', 'id of AddTask'],
    ['no JSON', '{', 'body in JSON'],
    ['broken UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'body in JSON and UTF-8'],
    ['half a character', JSON.stringify({ ...DRAFT, task: 'a\ud800' }), 'half of a surrogate pair'],
    ['a list', '[]', 'AddTask'],
    [
      'a field nobody knows',
      JSON.stringify({ ...DRAFT, x: 1 }),
      'AddTask: Unrecognized key: "x"; expected only id, ',
    ],
    ['an id it could not find again', JSON.stringify({ ...DRAFT, id: 'a|b' }), 'id of AddTask'],
    ['a blank task', JSON.stringify({ ...DRAFT, task: ' \n' }), 'task of AddTask'],
    ['a priority of its own', JSON.stringify({ ...DRAFT, priority: 'P9' }), 'priority of AddTask'],
    ['a number as text', JSON.stringify({ ...DRAFT, maxRetries: '3' }), 'maxRetries of AddTask'],
  ])('of a body with %s names what is off', async (_, body, named) => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const found = await refusal(await bench.app.request('/v1/tasks', { method: 'POST', headers, body }));
    expect(found).toMatchObject({ status: 400, code: 'INVALID', message: expect.stringContaining(named) });
    expect(await bench.store.list({ limit: 1 })).toEqual([]);
  });

  it('of a completion that does not say what was done leaves the task with its holder', async () => {
    await running();
    const blank = await refusal(await bench.post('/v1/tasks/A/complete', { ...HELD, notes: ' \n' }));
    expect(blank.message).toContain('notes of Complete: expected a text that says something');
    expect(await bench.store.list({ status: 'IN_PROGRESS', limit: 1 })).toHaveLength(1);
  });

  it('of a stale fence is a conflict, and leaves its event', async () => {
    await running();
    const late = await bench.post('/v1/tasks/A/complete', { holder: 'w1', fence: 2, notes: 'x' });
    expect(await refusal(late)).toMatchObject({ status: 409, code: 'LEASE_LOST', hint: expect.any(String) });
    const text = await (await bench.get('/metrics')).text();
    expect(text).toContain('orch_events_total{type="stale_write_rejected"} 1');
  });

  it.each([
    ['GET /v1/tasks/NONE', 404, 'NOT_FOUND'],
    ['GET /v1/tasks/NONE/events', 404, 'NOT_FOUND'],
    ['GET /v1/tasks/-bad', 400, 'INVALID'],
    ['GET /v1/tasks?limit=0', 400, 'INVALID'],
    ['GET /v1/tasks?status=GONE', 400, 'INVALID'],
    ['GET /v1/tasks?priority=P9', 400, 'INVALID'],
    ['GET /v1/events?after=-1', 400, 'INVALID'],
    ['GET /v1/events/stream?after=abc', 400, 'INVALID'],
    ['GET /v1/events/stream?after=-1', 400, 'INVALID'],
    ['GET /v1/events/stream?since=1', 400, 'INVALID'],
    ['GET /v1/nothing', 404, 'NO_SUCH_ENDPOINT'],
    ['DELETE /v1/tasks/A', 404, 'NO_SUCH_ENDPOINT'],
    ['GET /nothing', 404, 'NO_SUCH_ENDPOINT'],
  ])('of %s is %i %s', async (asked, status, code) => {
    const [method = '', path = ''] = asked.split(' ');
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect(await refusal(await bench.app.request(path, { method, headers }))).toMatchObject({ status, code });
  });

  it.each([
    ['/v1/tasks?state=DONE', 'query: Unrecognized key: "state"; expected only status, priority, limit'],
    ['/v1/events?since=1', 'query: Unrecognized key: "since"; expected only after, limit'],
    ['/v1/events/stream?since=1', 'query: Unrecognized key: "since"; expected only after'],
    ['/v1/overview?limit=1', 'query: Unrecognized key: "limit"; expected none'],
    ['/v1/tasks/A?events=1', 'query: Unrecognized key: "events"; expected none'],
  ])('of a parameter that %s does not take names those that it takes', async (path, message) => {
    await running();
    expect(await refusal(await bench.get(path))).toMatchObject({ status: 400, code: 'INVALID', message });
  });

  it('of a parameter where a body is read changes nothing', async () => {
    const found = await refusal(await bench.post('/v1/tasks?dry-run=true', DRAFT));
    expect(found).toMatchObject({
      status: 400,
      message: expect.stringContaining('"dry-run"; expected none'),
    });
    expect(await bench.store.list({ limit: 1 })).toEqual([]);
  });

  it.each([['/metrics'], ['/healthz'], ['/readyz']])(
    'of a parameter is not made by %s, whose readers add their own',
    async (path) => {
      expect((await bench.get(`${path}?probe=1`)).status).toBe(200);
    },
  );

  it('of a reader of the log who cannot say what it saw last names the header', async () => {
    const found = await refusal(await bench.get('/v1/events/stream', { 'last-event-id': 'abc' }));
    expect(found).toMatchObject({ status: 400, message: expect.stringContaining('after of Last-Event-ID') });
  });

  it.each([
    ['of another fence', () => bench.post('/v1/tasks/A/complete', { ...DONE, fence: 2 }), 'check fence: '],
    [
      'of another holder',
      () => bench.post('/v1/tasks/A/complete', { ...DONE, holder: 'w2' }),
      'check holder: ',
    ],
    ['of no task', () => bench.post('/v1/tasks/B/cancel', {}), 'GET /v1/tasks'],
    ['of a retry of what runs', () => bench.post('/v1/tasks/A/retry', {}), 'POST /v1/tasks/A/cancel'],
  ])('%s says in words of HTTP what to do next', async (_, ask, hint) => {
    await running();
    const found = await refusal(await ask());
    expect(found.hint).toContain(hint);
    expect(found.hint).not.toMatch(/orch |ops |--/);
  });

  it('of a task that ended says in words of HTTP where to see it, and how it may run again', async () => {
    await bench.post('/v1/tasks', { ...DRAFT, maxRetries: 0 });
    await bench.post('/v1/claim', { holder: 'w1' });
    const failure = { ...HELD, error: 'no net', class: 'transient' };
    await bench.post('/v1/tasks/A/fail', failure);
    const hintOf = async (step: string, body: object) =>
      (await refusal(await bench.post(`/v1/tasks${step}`, body))).hint;
    expect(await hintOf('', DRAFT)).toBe('see it with: GET /v1/tasks/A');
    expect(await hintOf('/A/fail', failure)).toBe('see how it ended with: GET /v1/tasks/A');
    expect(await hintOf('/A/retry', {})).toContain('POST /v1/tasks/A/replan and "retries": "reset"');
  });

  it('of a second task of one id is a conflict', async () => {
    await bench.post('/v1/tasks', DRAFT);
    expect(await refusal(await bench.post('/v1/tasks', DRAFT))).toMatchObject({
      status: 409,
      code: 'DUPLICATE_ID',
    });
  });

  it('of a body that is no JSON by name keeps forms of foreign pages out', async () => {
    const found = await bench.post('/v1/tasks', DRAFT, { 'content-type': 'text/plain' });
    expect(await refusal(found)).toMatchObject({ status: 415, code: 'NOT_JSON' });
  });

  it('of a body above the limit is made before it is read, whether its length is told or not', async () => {
    const large = JSON.stringify({ ...DRAFT, notes: 'x'.repeat(65_536) });
    expect(await refusal(await bench.post('/v1/tasks', large))).toMatchObject({
      status: 413,
      code: 'TOO_LARGE',
    });
    const told = { 'content-length': '999999999' };
    expect(await refusal(await bench.post('/v1/tasks', '{}', told))).toMatchObject({ code: 'TOO_LARGE' });
  });
});
