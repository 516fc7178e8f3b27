/** A task as a person or a script takes it along, a command at a time. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';

const here = freshOrch();
const { orch, add } = here;
const pick = async () => {
  const { out } = await orch(['pick', '--owner-session', 'me', '--json']);
  return JSON.parse(out) as { id: string; token: number };
};

const claim = ['--id', 'A', '--owner-session', 'me', '--token', '1'];

describe('the way of a task by hand', () => {
  it('goes from add over pick and heartbeat to done', async () => {
    expect(await add('A')).toMatchObject({ code: 0, out: 'Added A\n' });
    expect(await orch(['list'])).toMatchObject({ code: 0, out: 'A\tPENDING\tP1\t일 A\n' });
    expect(await pick()).toMatchObject({ id: 'A', token: 1 });
    expect(await orch(['heartbeat', ...claim, '--lease', '1h'])).toMatchObject({
      code: 0,
      out: 'A lease until 2026-01-01 10:00\n',
    });
    expect(await orch(['ops', 'workers'])).toMatchObject({
      out: 'workers_active=1 in_progress=1\nme tasks=1 p0=0 p1=1 p2=0 ids=A oldest_start=2026-01-01 09:00\n',
    });
    expect(await orch(['done', ...claim, '--notes', '끝'])).toMatchObject({ code: 0, out: 'A -> DONE\n' });
    const { out } = await orch(['show', '--id', 'A']);
    expect(out).toMatch(
      /notes: 끝\n[\s\S]*event 1 [\s\S]* added [\s\S]* picked [\s\S]* done IN_PROGRESS -> DONE/,
    );
  });

  it('is shown with its instants in the zone, and as numbers in JSON', async () => {
    await add('A', '--due-at-kst', '2026-02-01 09:00');
    await pick();
    const { out } = await orch(['show', '--id', 'A'], { ORCH_TZ_OFFSET: '+00:00' });
    expect(out).toContain('createdAt: 2026-01-01 00:00\n');
    expect(out).toContain('dueAt: 2026-02-01 00:00\n');
    expect(out).toMatch(/\nlease: \{.*"until":"2026-01-01 00:15"\}\n/);
    expect(out).toMatch(/ picked PENDING -> IN_PROGRESS \{.*"lease_until":"2026-01-01 00:15","run":1\}\n/);
    expect(out).not.toMatch(/\d{13}/);
    const { task } = JSON.parse((await orch(['show', '--id', 'A', '--json'])).out);
    expect([task.createdAt, task.lease.until]).toEqual([here.clock.now(), here.clock.now() + 900_000]);
  });

  it('is shown with the end of its wait in the zone, and as a number in JSON', async () => {
    await add('A');
    await pick();
    await orch(['fail', ...claim, '--notes', 'x']);
    const { out } = await orch(['events'], { ORCH_TZ_OFFSET: '+00:00' });
    expect(out).toContain('"not_before_ms":"2026-01-01 00:01"');
    const { events } = JSON.parse((await orch(['events', '--json'])).out);
    expect(events.at(-1).data).toMatchObject({ not_before_ms: here.clock.now() + 60_000 });
  });

  it('has nothing to pick when nothing is pending or the queue is at its cap', async () => {
    await orch(['init']);
    expect(await orch(['pick', '--owner-session', 'me'])).toMatchObject({
      code: 0,
      out: 'NOOP no pending task\n',
    });
    for (const id of ['A', 'B', 'C', 'D']) await add(id);
    for (let count = 0; count < 3; count += 1) await pick();
    expect(await pick()).toEqual({ id: null, reason: 'at_capacity' });
  });

  it("has nothing to pick once the day's tokens are used up", async () => {
    for (const id of ['A', 'B']) await add(id);
    await pick();
    await orch(['done', ...claim, '--notes', 'x', '--tokens', '7']);
    const budget = { ORCH_DAY_BUDGET: '7' };
    const owner = ['--owner-session', 'me'];
    expect(await orch(['pick', ...owner], budget)).toMatchObject({ code: 0, out: 'NOOP day_budget\n' });
    const { out } = await orch(['pick', ...owner, '--json'], budget);
    expect(JSON.parse(out)).toEqual({ id: null, reason: 'day_budget' });
    here.clock.advance(86_400_000);
    expect((await orch(['pick', ...owner], budget)).out).toMatch(/^B\t1\t/);
  });

  it('ends with 3 for a stale token, and with 1 for an unknown task', async () => {
    await add('A');
    await pick();
    const stale = await orch(['done', '--id', 'A', '--owner-session', 'me', '--token', '2', '--notes', 'x']);
    expect(stale).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/^ERROR LEASE_LOST: [^\n]+\n$/),
    });
    expect(await orch(['show', '--id', 'B'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_FOUND'),
    });
  });

  it.each([
    ['show', '--id', 'B'],
    ['done', '--id', 'B', '--owner-session', 'me', '--token', '1', '--notes', 'x'],
    ['review-and-route', '--id', 'B', '--token', '1', '--report-text', 'x'],
    ['ops', 'cancel', '--id', 'B'],
  ])('names the store in which %s found no such task', async (...argv) => {
    await orch(['init', '--db', 'other.db']);
    const { code, err } = await orch([...argv, '--db', 'other.db']);
    const path = join(here.folder, 'other.db');
    expect(code).toBe(1);
    expect(err).toBe(
      `ERROR NOT_FOUND: expected a task B, found none in the store ${path} — ` +
        `list its tasks with: orch list --db ${path}, or name another store with --db\n`,
    );
  });

  it('ends with 3 when its lease ran out, and says how long ago', async () => {
    await add('A');
    await pick();
    here.clock.advance(901_500);
    expect(await orch(['done', ...claim, '--notes', 'x'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('the lease ran out 1s ago — stop the work'),
    });
  });

  it('ends with 1 when it is settled twice, and says where to look', async () => {
    await add('A');
    await pick();
    const done = ['done', ...claim, '--notes', 'x'];
    await orch(done);
    expect(await orch(done)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'found it DONE; nothing was changed — see how it ended with: orch show --id A',
      ),
    });
  });

  it.each([
    [['done'], 'A -> DONE\tguardrail: SUMMARIZE, 2001 tokens\n'],
    [
      ['fail', '--class', 'permanent'],
      expect.stringMatching(/^A -> FAILED\tnext: .*; guardrail: SUMMARIZE, 2001 tokens\n$/),
    ],
  ])('is told by %j that its report was above the soft limit', async (command, out) => {
    await add('A');
    await pick();
    const settled = await orch([...command, ...claim, '--notes', 'x', '--tokens', '2001']);
    expect(settled).toMatchObject({ code: 0, out });
  });

  it.each([
    [[], { tokens: 0, guardrail: null }],
    [['--tokens', '2000'], { tokens: 2_000, guardrail: 'ALLOW' }],
    [['--tokens', '2001'], { tokens: 2_001, guardrail: 'SUMMARIZE' }],
    [['--tokens', '3501'], { tokens: 3_501, guardrail: 'BLOCK' }],
  ])('has the verdict on %j in the JSON of its end', async (tokens, verdict) => {
    await add('A');
    await pick();
    const { out } = await orch(['done', ...claim, '--notes', 'x', '--json', ...tokens]);
    expect(JSON.parse(out)).toMatchObject({ id: 'A', ...verdict });
  });

  it('ends with 4 and a blocked task when the report breaks the budget', async () => {
    await add('A');
    await pick();
    const over = await orch(['done', ...claim, '--notes', 'x', '--tokens', '3501']);
    expect(over).toMatchObject({ code: 4, out: expect.stringMatching(/^A -> BLOCKED\tnext: /) });
    expect(await orch(['done', ...claim, '--notes', 'x'])).toMatchObject({ code: 3 });
    await add('B');
    await pick();
    const failed = ['fail', '--id', 'B', '--owner-session', 'me', '--token', '1', '--notes', 'x'];
    expect(await orch([...failed, '--tokens', '3501'])).toMatchObject({ code: 4 });
  });

  it('settles a failure by its class', async () => {
    await add('A');
    await pick();
    const failed = await orch(['fail', ...claim, '--notes', '권한 없음', '--class', 'permanent']);
    expect(failed).toMatchObject({ code: 0, out: expect.stringMatching(/^A -> FAILED\tnext: /) });
    const status = await orch(['ops', 'status', '--verbose']);
    expect(status.out).toContain('summary PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=1 DONE=0\n');
    expect(status.out).toContain('failed_final=1');
    expect(status.out).toContain('next A FAILED ');
  });
});

describe('adding a task that exists', () => {
  it('is refused, and with --if-absent only when it differs', async () => {
    await add('A', '--notes', 'n', '--idempotency-key', ' k ', '--due-at-kst', '2026-01-02 09:00');
    expect(await add('A')).toMatchObject({ code: 1, err: expect.stringContaining('ERROR DUPLICATE_ID') });
    const same = [
      '--notes',
      'n',
      '--idempotency-key',
      'k',
      '--due-at-kst',
      '2026-01-02 09:00',
      '--if-absent',
    ];
    expect(await add('A', ...same)).toMatchObject({ code: 0, out: 'Exists A\n' });
    const other = await add('A', '--if-absent', '--max-attempts', '1');
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringContaining('maxRetries, dueAt, idempotencyKey'),
    });
  });
});

describe('an idempotency key on the command line', () => {
  it.each(['', ' '])('is none when it is %j', async (key) => {
    expect(await add('A', '--idempotency-key', key)).toMatchObject({ code: 0, out: 'Added A\n' });
    expect((await orch(['show', '--id', 'A'])).out).toContain('\nidempotencyKey: null\n');
    const same = await add('A', '--idempotency-key', key, '--if-absent');
    expect(same).toMatchObject({ code: 0, out: 'Exists A\n' });
  });
});

describe('an operator', () => {
  it('cancels and retries, replans and resets', async () => {
    await add('A');
    expect(await orch(['ops', 'cancel', '--id', 'A', '--by', 'kim'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^A -> BLOCKED\tnext: /),
    });
    expect(await orch(['ops', 'retry', '--id', 'A', '--now'])).toMatchObject({
      code: 0,
      out: 'A -> PENDING\n',
    });
    expect(await orch(['ops', 'retry', '--id', 'A'])).toMatchObject({ code: 0, out: 'A -> PENDING\n' });
    const replanned = await orch(['ops', 'replan', '--id', 'A', '--notes', '다시', '--reset-attempts']);
    expect(replanned).toMatchObject({ code: 0, out: 'A -> PENDING\n' });
    await pick();
    await orch(['done', '--id', 'A', '--owner-session', 'me', '--token', '1', '--notes', 'x']);
    expect(await orch(['ops', 'cancel', '--id', 'A'])).toMatchObject({ code: 1, out: '' });
  });
});
