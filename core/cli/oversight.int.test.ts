/** Commands by which somebody other than the holder judges, settles or takes back work, against a real store. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';

const here = freshOrch();
const { orch } = here;
const add = (id: string, ...more: string[]) =>
  orch(['add', '--id', id, '--priority', 'P1', '--task', 'x', '--success-criteria', 'x', ...more]);
const pick = () => orch(['pick', '--owner-session', 'me']);
const claim = ['--id', 'A', '--owner-session', 'me', '--token', '1'];

describe('enforce-guardrails', () => {
  const good = [
    '[REPORT A]',
    'Status: DONE',
    'Files:',
    '- a',
    'Diff-Summary:',
    '- b',
    'Validation: ok',
    'Risks: None',
    'Next: None',
  ];
  const enforce = async (report: readonly string[], ...more: string[]) => {
    const path = join(here.folder, 'report.txt');
    await writeFile(path, report.join('\n'));
    return orch(['enforce-guardrails', '--id', 'A', '--report', path, ...more]);
  };

  it('lets a good report pass, and ends with 4 and a blocked task above the hard limit', async () => {
    await add('A');
    expect(await enforce(good, '--current-tokens', '10')).toMatchObject({
      code: 0,
      out: 'item=A state=OK action=ALLOW violations=0\n',
    });
    const over = ['--current-tokens', '41', '--hard', '40'];
    expect(await enforce(good, ...over, '--soft', '5')).toMatchObject({
      code: 4,
      out: 'item=A state=HARD_EXCEEDED action=BLOCK violations=0\n',
    });
    expect(await enforce(good, ...over, '--soft', '5', '--exit-zero')).toMatchObject({
      code: 0,
      out: expect.stringContaining('not applied'),
    });
    expect(await enforce(good, ...over)).toMatchObject({
      code: 2,
      err: expect.stringContaining('ORCH_TOKEN_SOFT_LIMIT'),
    });
  });

  it('names what is wrong with a report, and knows no task that nobody added', async () => {
    await orch(['init']);
    expect(await enforce(['all good'], '--current-tokens', '1')).toMatchObject({ code: 1, out: '' });
    await add('A');
    expect(await enforce(['all good'], '--current-tokens', '1')).toMatchObject({
      code: 4,
      out: expect.stringContaining('high MISSING_REPORT_HEADER: '),
    });
    expect(await enforce(good, '--current-tokens', '1.5')).toMatchObject({ code: 2 });
  });

  it('weighs a report by a real tokenizer, whatever its author counted', async () => {
    await add('A');
    const dense = Array.from({ length: 20 }, (_, index) => (index * 2_654_435_761).toString(36)).join('');
    const report = [...good.slice(0, -1), `Next: ${dense}`];
    expect(await enforce(report, '--current-tokens', '1', '--soft', '75', '--hard', '75')).toMatchObject({
      code: 4,
      out: 'item=A state=HARD_EXCEEDED action=BLOCK violations=0\n',
    });
  });
});

describe('a holder', () => {
  it('that gives its task back finds it waiting, and has lost its lease', async () => {
    await add('A');
    await pick();
    expect(await orch(['release', ...claim, '--reason', '바쁨'])).toMatchObject({
      code: 0,
      out: 'A -> PENDING\n',
    });
    expect((await orch(['show', '--id', 'A'])).out).toMatch(/released by me: 바쁨\n[\s\S]* lease_released /);
    expect(await orch(['release', ...claim])).toMatchObject({ code: 3 });
  });

  it('whose task was cancelled has lost its lease: exit 3', async () => {
    await add('A');
    await pick();
    await orch(['ops', 'cancel', '--id', 'A']);
    const late = await orch(['done', ...claim, '--notes', 'x']);
    expect(late).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^ERROR LEASE_LOST: [^\n]*BLOCKED[^\n]*\n$/),
    });
  });
});

describe('an operator', () => {
  it('resolves by hand, for a reason that stays on record', async () => {
    await add('A');
    await pick();
    const resolve = ['ops', 'resolve', '--id', 'A', '--by', 'kim', '--reason', '직접 확인'];
    expect(await orch([...resolve, '--as', 'failed'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^A -> FAILED\tnext: nothing, unless/),
    });
    expect(await orch([...resolve, '--as', 'done'])).toMatchObject({ code: 0, out: 'A -> DONE\n' });
    expect(await orch([...resolve, '--as', 'failed'])).toMatchObject({ code: 1 });
    expect((await orch(['events'])).out).toMatch(
      /operator:kim resolved FAILED -> DONE .*"reason":"직접 확인"/,
    );
  });
});

describe('a due time', () => {
  it.each([
    ['9999-12-31 18:59', 0],
    ['9999-12-31 19:00', 2],
    ['1969-12-31 23:59', 2],
  ])('of %s ends with %d', async (due, code) => {
    expect(await add('A', '--due-at-kst', due)).toMatchObject({ code });
  });
});

describe('metrics and kpi', () => {
  it('alert on a store in which nothing has ended, and on what is stale', async () => {
    await add('A');
    const silent = await orch(['ops', 'kpi']);
    expect(silent).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^kpi success_rate=- latency_p95_ms=- /),
    });
    expect(silent.out).toContain('alert failure_rate: nothing to measure');
    expect(await orch(['ops', 'kpi', '--fail-on-alert'])).toMatchObject({ code: 4 });
    await pick();
    here.clock.advance(60_000);
    const stale = await orch(['ops', 'kpi', '--stale-minutes', '1']);
    expect(stale.out).toContain('alert stale_in_progress: 1 is above 0');
  });

  it('come from the store', async () => {
    for (const id of ['A', 'B']) await add(id);
    await pick();
    here.clock.advance(1_500);
    await orch(['done', ...claim, '--notes', 'x']);
    const kpi = await orch(['ops', 'kpi', '--fail-on-alert', '--db-path', 'db/queue.db']);
    expect(kpi).toEqual({
      code: 0,
      out: 'kpi success_rate=100.00% latency_p95_ms=1500 latency_avg_ms=1500 retry_count=0 stale_in_progress=0\n',
      err: '',
    });
    expect(
      await orch(['ops', 'kpi', '--fail-on-alert'], { ORCH_KPI_MAX_LATENCY_P95_MS: '1499' }),
    ).toMatchObject({
      code: 4,
      out: expect.stringContaining('\nalert latency_p95_ms: 1500 is above 1499\n'),
    });
    expect(await orch(['ops', 'kpi', '--max-failure-rate', '1.5'])).toMatchObject({ code: 2 });
    here.clock.advance(60_000);
    const metrics = JSON.parse((await orch(['metrics', '--window', '59s'])).out);
    expect(metrics).toMatchObject({
      indicators: { successRate: null, queue: { pending: 1, oldestEligibleAge: 61_500 } },
      runLog: { malformed: 0, errors: 1 },
    });
  });
});

describe('review-and-route', () => {
  const review = (...more: string[]) => orch(['review-and-route', '--id', 'A', '--token', '1', ...more]);

  it('routes by the verdict', async () => {
    await orch([
      'add',
      '--id',
      'A',
      '--priority',
      'P1',
      '--task',
      'x',
      '--success-criteria',
      '로그인이 된다; 문서를 쓴다',
    ]);
    await pick();
    expect(await review('--report-text', '로그인 완료')).toMatchObject({
      code: 0,
      out: 'A -> PENDING (RETRY)\nreasons: missing_checks:1\nmissing: 문서를 쓴다\n',
    });
    expect(await review('--report-text', 'x')).toMatchObject({ code: 3 });
    here.clock.advance(60_000);
    await pick();
    await writeFile(join(here.folder, 'report.txt'), 'login was blocked by legal');
    const again = ['review-and-route', '--id', 'A', '--token', '2', '--success-criteria', 'login'];
    expect(await orch([...again, '--report', join(here.folder, 'report.txt')])).toMatchObject({
      code: 4,
      out: 'A -> BLOCKED (BLOCK)\nreasons: explicit_block_marker:blocked\n',
    });
    expect(await review()).toMatchObject({ code: 2, err: expect.stringContaining('--report-text') });
  });
});
