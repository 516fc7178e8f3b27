import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estimateTokens } from '../guardrails/compact-report.js';
import {
  added,
  claimed,
  events,
  judged,
  oneTask,
  overview,
  renewed,
  routed,
  swept,
  tasks,
} from './answers.js';
import { DRAFT, openBench, refusal } from './testing/bench.js';
import { readAs } from './testing/promised.js';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const HELD = { holder: 'w1', fence: 1 };

let bench: Awaited<ReturnType<typeof openBench>>;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.store.close());

async function running(id = 'A') {
  await bench.post('/v1/tasks', { ...DRAFT, id });
  return readAs(claimed, await bench.post('/v1/claim', { holder: 'w1' }));
}

describe('the way of a task over HTTP', () => {
  it('goes from add over claim, heartbeat and report to done', async () => {
    const first = await bench.post('/v1/tasks', DRAFT);
    expect(first.status).toBe(201);
    expect(await readAs(oneTask, first)).toMatchObject({
      task: { id: 'A', status: 'PENDING', maxRetries: 3 },
    });
    const { task } = await readAs(claimed, await bench.post('/v1/claim', { holder: 'w1' }));
    expect(task).toMatchObject({ id: 'A', lease: { fence: 1, until: bench.clock.now() + 60_000 } });
    const kept = await bench.post('/v1/tasks/A/heartbeat', { ...HELD, leaseForMs: 90_000 });
    expect(await readAs(renewed, kept)).toMatchObject({ lease: { until: bench.clock.now() + 90_000 } });
    const verdict = await bench.post('/v1/tasks/A/report', { ...HELD, report: { tokens: 10, text: null } });
    expect(await readAs(judged, verdict)).toMatchObject({ action: 'ALLOW', applied: true });
    const done = await bench.post('/v1/tasks/A/complete', { ...HELD, notes: 'said' });
    expect(await readAs(oneTask, done)).toMatchObject({ task: { status: 'DONE', tokensUsed: 10 } });
    const told = await readAs(events, await bench.get('/v1/tasks/A/events'));
    expect(told.events.map(({ type }) => type)).toEqual([
      'added',
      'picked',
      'lease_renewed',
      'guardrail',
      'done',
    ]);
  });

  it('answers no task and the reason when nothing is runnable, or the cap is reached', async () => {
    const claim = async () => readAs(claimed, await bench.post('/v1/claim', { holder: 'w1' }));
    expect(await claim()).toEqual({ task: null, reason: 'no_pending' });
    for (const id of ['A', 'B', 'C', 'D']) await bench.post('/v1/tasks', { ...DRAFT, id });
    for (const id of ['A', 'B', 'C']) expect(await claim()).toMatchObject({ task: { id }, reason: null });
    expect(await claim()).toEqual({ task: null, reason: 'at_capacity' });
  });

  it('fails, is swept back, is cancelled, and returns by retry and replan', async () => {
    await running();
    const failed = await bench.post('/v1/tasks/A/fail', { ...HELD, error: 'no net', class: 'transient' });
    expect(await readAs(oneTask, failed)).toMatchObject({
      task: { status: 'FAILED', failureClass: 'transient' },
    });
    expect(await readAs(swept, await bench.post('/v1/sweep', {}))).toEqual({
      requeued: ['A'],
      exhausted: [],
    });
    const blocked = await readAs(oneTask, await bench.post('/v1/tasks/A/cancel', {}));
    expect(blocked).toMatchObject({ task: { status: 'BLOCKED', blockedReason: 'operator_cancel' } });
    const back = await readAs(oneTask, await bench.post('/v1/tasks/A/retry', { by: 'me', when: 'now' }));
    expect(back).toMatchObject({ task: { status: 'PENDING', retries: 2 } });
    const again = await bench.post('/v1/tasks/A/replan', { notes: 'smaller', retries: 'reset' });
    expect(await readAs(oneTask, again)).toMatchObject({ task: { status: 'PENDING', retries: 0 } });
  });

  it('is given back unfinished, and uses up no retry', async () => {
    await running();
    const back = await bench.post('/v1/tasks/A/release', { ...HELD, reason: 'shift is over' });
    expect(await readAs(oneTask, back)).toMatchObject({ task: { status: 'PENDING', retries: 0, run: 1 } });
  });

  it('is cancelled by a body without a word, which must be JSON by name all the same', async () => {
    await running();
    const foreign = await bench.post('/v1/tasks/A/cancel', '', { 'content-type': 'text/plain' });
    expect(await refusal(foreign)).toMatchObject({ status: 415 });
    const stopped = await readAs(oneTask, await bench.post('/v1/tasks/A/cancel', ''));
    expect(stopped).toMatchObject({ task: { status: 'BLOCKED', blockedReason: 'operator_cancel' } });
  });

  it('is blocked by its holder with what a person has to do', async () => {
    await running();
    const blocked = await bench.post('/v1/tasks/A/block', { ...HELD, nextAction: 'send the key' });
    expect(await readAs(oneTask, blocked)).toMatchObject({
      task: { status: 'BLOCKED', nextAction: 'send the key' },
    });
  });

  it('is blocked by a report over the hard budget, although it failed by itself', async () => {
    await running();
    const body = { ...HELD, error: 'x', class: 'transient', report: { tokens: 3_501, text: null } };
    const ended = await readAs(oneTask, await bench.post('/v1/tasks/A/fail', body));
    expect(ended).toMatchObject({ task: { status: 'BLOCKED', blockedReason: 'guardrail' } });
  });
});

describe('those who hold no lease', () => {
  it('enforce the budget on a task that runs', async () => {
    await running();
    const verdict = await bench.post('/v1/tasks/A/enforce', { report: { tokens: 3_501, text: null } });
    expect(await readAs(judged, verdict)).toMatchObject({ action: 'BLOCK', applied: true });
    const shown = await readAs(oneTask, await bench.get('/v1/tasks/A'));
    expect(shown).toMatchObject({ task: { status: 'BLOCKED', blockedReason: 'guardrail' } });
  });

  it('learn what all runs of a task have used, where there is a budget for them', async () => {
    const strict = await openBench({ taskBudget: { softTokens: 100, hardTokens: 200 } });
    await strict.post('/v1/tasks', DRAFT);
    const verdict = await strict.post('/v1/tasks/A/enforce', { report: { tokens: 10, text: null } });
    expect(await readAs(judged, verdict)).toMatchObject({ action: 'ALLOW', taskTokens: 10 });
    await strict.store.close();
  });

  it('review what a run handed in, and route its task', async () => {
    await running();
    const body = { fence: 1, report: 'nothing to see', criteria: 'all tests pass' };
    const { review, task } = await readAs(routed, await bench.post('/v1/tasks/A/review', body));
    expect([review.verdict, review.missing, task.status]).toEqual(['RETRY', ['all tests pass'], 'PENDING']);
    const late = await bench.post('/v1/tasks/A/review', body);
    expect(await refusal(late)).toMatchObject({ status: 409, code: 'LEASE_LOST' });
  });

  it('settle by hand what was done elsewhere', async () => {
    await running();
    const body = { by: 'me', as: 'done', reason: 'done on paper' };
    const done = await readAs(oneTask, await bench.post('/v1/tasks/A/resolve', body));
    expect(done).toMatchObject({ task: { status: 'DONE' } });
    const again = await bench.post('/v1/tasks/A/resolve', body);
    expect(await refusal(again)).toMatchObject({ status: 409, code: 'ILLEGAL_TRANSITION' });
  });
});

describe('a report whose text is dearer than its length lets guess', () => {
  const dense = Array.from({ length: 500 }, (_, index) => (index * 2_654_435_761).toString(36)).join('');
  const text = `[REPORT A]\nStatus: DONE\nFiles:\n- a\nDiff-Summary:\n- ${dense}\nValidation: a\nRisks: a\nNext: a`;
  const report = { tokens: 10, text };

  it.each([
    ['the holder', 'report', { ...HELD, report }],
    ['an enforcer', 'enforce', { report }],
  ])('is judged by what it costs when %s hands it in', async (_, step, body) => {
    expect(estimateTokens(text)).toBeLessThan(2_000);
    await running();
    const verdict = await readAs(judged, await bench.post(`/v1/tasks/A/${step}`, body));
    expect(verdict).toMatchObject({ state: 'SOFT_EXCEEDED', action: 'SUMMARIZE', violations: [] });
  });
});

describe('adding many', () => {
  it('numbers a series, all or none', async () => {
    const { id: _, ...draft } = DRAFT;
    const first = await bench.post('/v1/series', { prefix: 'NIGHT-', tasks: [draft, draft] });
    expect(first.status).toBe(201);
    const { tasks: added } = await readAs(tasks, first);
    expect(added.map(({ id }) => id)).toEqual(['NIGHT-001', 'NIGHT-002']);
    const bad = { prefix: 'NIGHT-', tasks: [draft, { ...draft, traceparent: 'nobody' }] };
    expect(await refusal(await bench.post('/v1/series', bad))).toMatchObject({ status: 400 });
    expect((await readAs(tasks, await bench.get('/v1/tasks'))).tasks).toHaveLength(2);
  });

  it('answers each for itself, and one that is refused leaves the others alone', async () => {
    await bench.post('/v1/tasks', DRAFT);
    const many = { tasks: [{ ...DRAFT, id: 'B' }, DRAFT, { ...DRAFT, id: 'C' }] };
    const { results } = await readAs(added, await bench.post('/v1/tasks/batch', many));
    expect(results).toMatchObject([
      { task: { id: 'B' } },
      { id: 'A', problem: { code: 'DUPLICATE_ID' } },
      { task: { id: 'C' } },
    ]);
  });
});

describe('adding many of which one is in bad form', () => {
  it('adds none, and names the one and what is off', async () => {
    const many = { tasks: [DRAFT, { ...DRAFT, id: 'B', priority: 'P9' }] };
    expect(await refusal(await bench.post('/v1/tasks/batch', many))).toMatchObject({
      status: 400,
      message: expect.stringContaining('tasks.1.priority of AddTasks'),
    });
    expect((await readAs(tasks, await bench.get('/v1/tasks'))).tasks).toEqual([]);
  });
});

describe('looking', () => {
  it('lists by status, priority and bound, and pages through events', async () => {
    await running();
    await bench.post('/v1/tasks', { ...DRAFT, id: 'B' });
    const pending = await readAs(tasks, await bench.get('/v1/tasks?status=PENDING&limit=1'));
    expect(pending.tasks.map(({ id }) => id)).toEqual(['B']);
    await bench.post('/v1/tasks', { ...DRAFT, id: 'C', priority: 'P0' });
    const late = await readAs(tasks, await bench.get('/v1/tasks?status=PENDING&priority=P1'));
    expect(late.tasks.map(({ id }) => id)).toEqual(['B']);
    const page = await readAs(events, await bench.get('/v1/events?after=1&limit=1'));
    expect(page.events.map(({ seq, type }) => [seq, type])).toEqual([[2, 'picked']]);
    expect(await readAs(oneTask, await bench.get('/v1/tasks/B'))).toMatchObject({ task: { id: 'B' } });
  });

  it('finds nothing after the end of the history of a task that is there', async () => {
    await bench.post('/v1/tasks', DRAFT);
    expect(await readAs(events, await bench.get('/v1/tasks/A/events?after=1'))).toEqual({ events: [] });
  });

  it('shows the whole at a glance', async () => {
    await running();
    await bench.post('/v1/tasks', { ...DRAFT, id: 'B' });
    bench.clock.advance(5_000);
    expect(await readAs(overview, await bench.get('/v1/overview'))).toMatchObject({
      byStatus: { PENDING: 1, IN_PROGRESS: 1 },
      oldestEligibleAt: bench.clock.now() - 5_000,
      lastEvent: 3,
      running: [{ id: 'A', holder: 'w1', leaseUntil: bench.clock.now() + 55_000 }],
    });
  });

  it('sends events from after the last one seen, and then those that come', async () => {
    await running();
    const response = await bench.get('/v1/events/stream', { 'last-event-id': '1' });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('id: 2')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/data: \{"seq":2,.*"type":"picked".*\nid: 2\n/);
    expect(text).not.toContain('"seq":1,');
    bench.stop.abort();
    while (!(await reader?.read())?.done);
  });
});

describe('a trace', () => {
  it('of the header goes with the task, and one in the body wins', async () => {
    const other = TRACE.replace('4bf9', 'aaaa');
    const first = await bench.post('/v1/tasks', DRAFT, { traceparent: TRACE });
    expect(await readAs(oneTask, first)).toMatchObject({ task: { traceparent: TRACE } });
    const second = await bench.post(
      '/v1/tasks',
      { ...DRAFT, id: 'B', traceparent: other },
      { traceparent: TRACE },
    );
    expect(await readAs(oneTask, second)).toMatchObject({ task: { traceparent: other } });
  });

  it('in a spoilt header is passed over, and in a body is refused', async () => {
    const spoilt = await bench.post('/v1/tasks', DRAFT, { traceparent: '00-x' });
    expect(await readAs(oneTask, spoilt)).toMatchObject({ task: { traceparent: null } });
    const body = { ...DRAFT, id: 'B', traceparent: '00-x' };
    expect(await refusal(await bench.post('/v1/tasks', body))).toMatchObject({
      status: 400,
      code: 'INVALID',
    });
  });
});
