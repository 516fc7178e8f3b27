import { describe, expect, it } from 'vitest';
import { KNOBS, RunScript } from '../../testing/run-script.js';
import { readSoakScript } from '../../testing/soak-reading.js';
import { lengthOf, longestOf, metricGaps, stalls, standstills, unwatched } from './stalls.js';

const script = () => new RunScript({ scenario: 'soak-smoke' });
const longest = (told: RunScript) => Math.max(0, ...stalls(readSoakScript(told)).map(lengthOf));
const failed = () => script().enqueue('t').claim('w1/1', 't').failTransient('w1/1', 't');
const twins = () => script().enqueue('a', { key: 'k' }).enqueue('b', { key: 'k' });
const WAIT = KNOBS.backoffMs[0] ?? 0;

describe('a standstill', () => {
  it.each<readonly [string, () => RunScript]>([
    ['a new task that nobody claims', () => script().enqueue('t').pass(70_000).work('w1/1', 't')],
    ['a new task that nobody claims to the end', () => script().enqueue('t').pass(70_000).drained()],
    [
      'a failed task whose retry is overdue',
      () =>
        failed()
          .pass(70_000 + WAIT)
          .requeue('t'),
    ],
    [
      'a failed task whose retry never comes',
      () =>
        failed()
          .pass(70_000 + WAIT)
          .drained(),
    ],
    [
      'a retry that is due and not claimed',
      () =>
        failed()
          .requeue('t')
          .pass(70_000 + WAIT)
          .drained(),
    ],
    ['twins of which nobody claims one', () => twins().pass(70_000).drained()],
    ['a twin whose other is done', () => twins().work('w1/1', 'a').pass(70_000).drained()],
    [
      'a twin whose other waits for its retry too long',
      () =>
        twins()
          .claim('w1/1', 'a')
          .failTransient('w1/1', 'a')
          .pass(70_000 + WAIT)
          .drained(),
    ],
  ])('is %s', (_what, told) => {
    expect(longest(told())).toBeGreaterThanOrEqual(70_000);
  });

  it.each<readonly [string, () => RunScript]>([
    ['an empty queue', () => script().enqueue('t').work('w1/1', 't').pass(70_000).enqueue('u')],
    ['a failed task whose retry is not due', () => failed().pass(WAIT).drained()],
    ['a retry that waits for its time', () => failed().requeue('t').pass(WAIT).work('w1/1', 't').drained()],
    ['a twin whose other runs', () => twins().claim('w1/1', 'a').pass(70_000).drained()],
    [
      'a twin whose other waits for its retry',
      () => twins().claim('w1/1', 'a').failTransient('w1/1', 'a').pass(WAIT).drained(),
    ],
    [
      'a task that failed for good',
      () =>
        script()
          .enqueue('t', { maxRetries: 0 })
          .claim('w1/1', 't')
          .failTransient('w1/1', 't')
          .pass(70_000)
          .drained(),
    ],
    [
      'a task that waits for a person',
      () =>
        script()
          .enqueue('t')
          .claim('w1/1', 't')
          .report('w1/1', 't', { tokens: 9_999, action: 'BLOCK' })
          .pass(70_000)
          .drained(),
    ],
  ])('is not %s', (_what, told) => {
    expect(longest(told())).toBeLessThanOrEqual(10);
  });

  it('is not a task that failed for good until a person sent it back', () => {
    const told = script().enqueue('t', { maxRetries: 0 }).claim('w1/1', 't').failTransient('w1/1', 't');
    told.pass(70_000).call('o1/1', { op: 'retry', args: { task: 't' } }, { value: { status: 'PENDING' } });
    told.change('t', { type: 'retried', to: 'PENDING' }, { retries: 1 }).pass(WAIT).work('w1/1', 't');

    expect(longest(told.drained())).toBeLessThanOrEqual(10);
  });

  it('ends with any change of state: then something moved', () => {
    const told = failed().pass(35_000).enqueue('u').work('w1/1', 'u').pass(35_000).drained();

    expect(longest(told)).toBeLessThan(40_000);
  });

  it('waits longer for each retry that was granted', () => {
    const [, second = 0] = KNOBS.backoffMs;
    const again = failed().requeue('t').pass(WAIT).claim('w1/1', 't').failTransient('w1/1', 't');

    expect(longest(again.pass(second).requeue('t').work('w1/1', 't').drained())).toBeLessThanOrEqual(10);
  });

  it('is no outage while the store was locked on purpose', () => {
    const told = script()
      .enqueue('t')
      .fault('f', 'store-lock', { target: 'store', forMs: 70_000 })
      .work('w1/1', 't');

    const still = longestOf(standstills(readSoakScript(told)));

    expect(still === null ? 0 : lengthOf(still)).toBeLessThan(70_000);
  });
});

describe('the longest span', () => {
  it('is the first of the longest, and there is none of none', () => {
    const spans = [
      { fromMs: 0, toMs: 1 },
      { fromMs: 2, toMs: 4 },
      { fromMs: 5, toMs: 7 },
    ];

    expect([longestOf(spans), longestOf([])]).toEqual([{ fromMs: 2, toMs: 4 }, null]);
  });
});

describe('gaps between heartbeats', () => {
  it('count from the start and to the end of the run', () => {
    const soak = readSoakScript(script().pass(30_000).drained(), (beat, index) =>
      index === 3 ? beat : null,
    );

    expect(metricGaps(soak)).toEqual([
      { fromMs: 0, toMs: 15_000 },
      { fromMs: 15_000, toMs: 30_000 },
    ]);
  });

  it('are no time without service while the store was locked on purpose', () => {
    const told = script().fault('f', 'store-lock', { target: 'store', forMs: 70_000 }).drained();
    const soak = readSoakScript(told, (beat, index) => (index === 0 ? beat : null));

    expect(Math.max(...metricGaps(soak).map(lengthOf))).toBeGreaterThanOrEqual(70_000);
    expect(Math.max(0, ...unwatched(soak).map(lengthOf))).toBeLessThan(70_000);
  });
});
