import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../history/by-hand/history-builder.js';
import { type CoverageMark, coverage, MARKS } from './coverage.js';

/** The marks a history reached, and how often. */
function reached(
  history: HistoryBuilder,
  ...rows: readonly TaskRow[]
): Partial<Record<CoverageMark, number>> {
  const marks = coverage(history.history(), finalRead(rows));
  return Object.fromEntries(Object.entries(marks).filter(([, count]) => count > 0));
}

describe('coverage', () => {
  it('counts every mark, and none in an empty history', () => {
    const marks = coverage(new HistoryBuilder().history(), finalRead());

    expect(Object.keys(marks).sort()).toEqual([...MARKS].sort());
    expect(reached(new HistoryBuilder())).toEqual({});
  });

  it('counts claims of two actors that were open at once and found a task', () => {
    const history = new HistoryBuilder();
    const first = history.ask('w1');
    const second = history.ask('w2');
    history.give(first, 'T-1', 1);
    history.ok(second);

    expect(reached(history)).toEqual({ 'claims-overlapped': 1 });
  });

  it('counts no overlap of claims that both found nothing, followed each other, or are of one actor', () => {
    const history = new HistoryBuilder();
    const first = history.ask('w1');
    const second = history.ask('w2');
    history.ok(first);
    history.ok(second);
    history.claim('w1', 'T-1', 1);
    history.complete('w1', 'T-1', 1);
    history.ask('w3');
    history.claim('w3', 'T-2', 1);

    expect(reached(history)).toEqual({});
  });

  it('counts a lease that ran out under a holder that had not settled, whatever the holder did later', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(90).heartbeat('w1', 'T-1', 1);
    history.at(191).refuse(history.finish('w1', 'T-1', 1), 'LEASE_LOST');

    expect(reached(history)).toEqual({
      'lease-expired': 1,
      'stale-write-refused': 1,
      'stale-completion-refused': 1,
    });
  });

  it.each([
    ['settled', (history: HistoryBuilder) => history.fail('w1', 'T-1', 1)],
    [
      'was blocked',
      (history: HistoryBuilder) => history.report('w1', { task: 'T-1', fence: 1, tokens: 1 }, 'BLOCK'),
    ],
    ['still has its lease', (history: HistoryBuilder) => history.at(90).heartbeat('w1', 'T-1', 1)],
  ])('counts no lease of a run that %s', (_, end) => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    end(history);
    history.at(150).mark('heal');

    expect(reached(history)).toEqual({});
  });

  it('counts no lease of a run that was cancelled', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.operate('cancel', 'T-1', 'BLOCKED');
    history.at(150).mark('heal');

    expect(reached(history)).not.toHaveProperty('lease-expired');
  });

  it('counts tasks that sweeps put back', () => {
    const history = new HistoryBuilder();
    history.sweep({ requeued: ['T-1', 'T-2'], exhausted: ['T-3'] });

    expect(reached(history)).toEqual({ requeued: 2, 'given-up-by-sweep': 1 });
  });

  it('counts a key submitted again while its first task is open, and after it is done', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1', { key: 'K' });
    history.enqueue('T-2', { key: 'K' });
    history.refuse(history.submit('T-3', { key: 'K' }), 'BUSY');
    history.complete('w1', 'T-1', 1);
    history.refuse(history.submit('T-1', { key: 'K' }), 'DUPLICATE_ID');
    history.enqueue('T-4');

    expect(reached(history)).toEqual({
      'duplicate-key-open': 1,
      'duplicate-key-after-done': 1,
      'store-busy': 1,
    });
  });

  it('counts reports above the hard limit that were blocked, and those at it that were not', () => {
    const history = new HistoryBuilder();
    for (const [tokens, action] of [
      [3499, 'SUMMARIZE'],
      [3500, 'SUMMARIZE'],
      [3501, 'BLOCK'],
      [3501, 'ALLOW'],
      [3500, 'BLOCK'],
    ] as const) {
      history.report('w1', { task: 'T-1', fence: 1, tokens }, action);
    }

    expect(reached(history)).toEqual({ 'hard-exceed-blocked': 1, 'hard-limit-allowed': 1 });
  });

  it('counts tasks that used up their retries, and those done in their last allowed run', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 2);
    history.complete('w1', 'T-1', 2);
    history.claim('w2', 'T-2', 1);
    history.complete('w2', 'T-2', 1);
    history.claim('w3', 'T-9', 2);
    history.complete('w3', 'T-9', 2);
    const exhausted = row('T-3', { status: 'FAILED', retries: 1, maxRetries: 1 });
    const permanent = row('T-4', { status: 'FAILED', retries: 0, maxRetries: 1 });
    const waiting = row('T-5', { status: 'FAILED', retries: 1, maxRetries: 1, availableAt: 5 });
    const rows = [
      row('T-1', { maxRetries: 1, run: 2 }),
      row('T-2', { maxRetries: 1 }),
      exhausted,
      permanent,
      waiting,
    ];

    expect(reached(history, ...rows)).toEqual({ 'retries-exhausted': 1, 'last-run-succeeded': 1 });
  });

  it('counts the faults that were injected', () => {
    const history = new HistoryBuilder();
    history.fault('kill');
    history.fault('pause');
    history.fault('store-lock');

    expect(reached(history)).toEqual({ killed: 1, paused: 1 });
  });
});
