import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { attemptsBounded } from './attempts-bounded.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  attemptsBounded.check(builder.history(), finalRead(rows));

/** A task that failed in each of its runs. */
function failing(runs: number, maxRetries = 1): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1', { maxRetries });
  for (let run = 1; run <= runs; run++) {
    history.claim('w1', 'T-1', run);
    history.fail('w1', 'T-1', run);
  }
  return history;
}

const failed = (run: number) => row('T-1', { status: 'FAILED', run, maxRetries: 1, retries: 1 });

describe('attempts-bounded', () => {
  it('accuses a run beyond the retries, and names every claim', () => {
    const history = failing(3);

    expect(check(history, failed(3))).toEqual({
      result: 'violated',
      because: 'task T-1 was claimed 3 times although it has 1 retries, so 2 runs',
      witness: [3, 7, 11],
    });
  });

  it('holds when the last allowed run fails', () => {
    expect(check(failing(2), failed(2))).toEqual({ result: 'holds', exposure: 1 });
  });

  it('takes the system at its word on retries that the submission left to it', () => {
    const history = new HistoryBuilder();
    history.lose(history.submit('T-1'));
    history.claim('w1', 'T-1', 1);
    history.claim('w1', 'T-1', 2);

    expect(check(history, row('T-1', { run: 2, maxRetries: 0 }))).toMatchObject({ result: 'violated' });
    expect(check(history, row('T-1', { run: 2, maxRetries: 1 }))).toMatchObject({ result: 'holds' });
  });

  it.each(['retry', 'replan'] as const)('counts a run that an operator brought about by %s', (how) => {
    const within = failing(1);
    within.operate(how, 'T-1');
    within.claim('w1', 'T-1', 2);
    const beyond = failing(2);
    beyond.operate(how, 'T-1');
    beyond.claim('w1', 'T-1', 3);

    expect(check(within, row('T-1', { run: 2, maxRetries: 1 }))).toMatchObject({ result: 'holds' });
    expect(check(beyond, row('T-1', { run: 3, maxRetries: 1 }))).toMatchObject({ result: 'violated' });
  });

  it('accuses a stored run count below the highest run claimed', () => {
    const history = failing(2);

    expect(check(history, failed(1))).toEqual({
      result: 'violated',
      because: 'task T-1: the final read counts 1 runs, but the highest run claimed is 2',
      witness: [7],
    });
  });

  it('accuses a stored run count above the highest run claimed, however many were claimed', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1', { maxRetries: 5 });
    for (const worker of ['w1', 'w2']) history.claim(worker, 'T-1', 1);

    expect(check(history, row('T-1', { run: 2 }))).toMatchObject({
      because: expect.stringContaining('2 claims of it were answered, up to run 1'),
    });
  });

  it('allows one more stored run for each claim whose answer was lost, and no more', () => {
    const history = failing(2, 5);
    history.lose(history.ask('w2'));

    expect(check(history, row('T-1', { run: 3 }))).toMatchObject({ result: 'holds' });
    expect(check(history, row('T-1', { run: 4 }))).toMatchObject({
      because: expect.stringContaining(
        '2 claims of it were answered, up to run 2, and of those that were not 1 are left for it',
      ),
    });
  });

  it('spends a claim whose answer was lost on one task, and on no other', () => {
    const history = failing(2, 5);
    history.enqueue('T-2');
    history.lose(history.ask('w2'));

    expect(check(history, row('T-1', { run: 3 }), row('T-2', { run: 0 }))).toMatchObject({ result: 'holds' });
    expect(check(history, row('T-1', { run: 3 }), row('T-2', { run: 1 }))).toMatchObject({
      result: 'violated',
      because:
        'task T-2: the final read counts 1 runs, but 0 claims of it were answered, up to run 0, and of those that were not 0 are left for it',
    });
  });

  it('excuses no early end by lost claims that the stored count does not tell of', () => {
    const history = failing(2, 3);
    for (const worker of ['w2', 'w3', 'w4']) history.lose(history.ask(worker));

    expect(check(history, row('T-1', { status: 'FAILED', run: 2 }))).toMatchObject({ result: 'violated' });
  });

  it('accuses a run count of a task that nobody claimed', () => {
    const history = failing(2);
    const promised = history.enqueue('T-2');

    expect(check(history, failed(2), row('T-2', { run: 1 }))).toMatchObject({ witness: [promised] });
  });

  it('accuses a final failure while retries are left', () => {
    const history = failing(2, 3);

    expect(check(history, row('T-1', { status: 'FAILED', run: 2 }))).toMatchObject({
      result: 'violated',
      because: 'task T-1 failed for good after 2 of 4 allowed runs, and nobody reported a permanent failure',
    });
  });

  it('excuses an early end by a permanent failure, an operator, a lost claim, or when it is no end', () => {
    const permanent = failing(2, 3);
    permanent.claim('w1', 'T-1', 3);
    permanent.failForGood('w1', 'T-1', 3);
    const operated = failing(2, 3);
    operated.operate('cancel', 'T-1', 'BLOCKED');
    const ghosts = failing(2, 2);
    ghosts.lose(ghosts.ask('w2'));
    const waiting = failing(2, 3);

    expect(check(permanent, row('T-1', { status: 'FAILED', run: 3 }))).toMatchObject({ result: 'holds' });
    expect(check(operated, row('T-1', { status: 'FAILED', run: 2 }))).toMatchObject({ result: 'holds' });
    expect(check(ghosts, row('T-1', { status: 'FAILED', run: 3 }))).toMatchObject({ result: 'holds' });
    expect(check(waiting, row('T-1', { status: 'FAILED', run: 2, availableAt: 9 }))).toMatchObject({
      result: 'holds',
    });
  });

  it('is unknown when no task was claimed twice, and has nothing to say of rows nobody asked for', () => {
    expect(check(failing(1), row('T-1'), row('T-9'))).toMatchObject({ result: 'unknown' });
  });
});
