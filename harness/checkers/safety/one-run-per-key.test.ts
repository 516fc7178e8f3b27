import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { oneRunPerKey } from './one-run-per-key.js';

const check = (builder: HistoryBuilder) => oneRunPerKey.check(builder.history(), finalRead());

function twins(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1', { key: 'K' });
  history.enqueue('T-2', { key: 'K' });
  return history;
}

describe('one-run-per-key', () => {
  it('accuses two accepted completions for one key', () => {
    const history = twins();
    const first = history.complete('w1', 'T-1', 1);
    const second = history.complete('w2', 'T-2', 1);

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'key K was completed twice: as task T-1 and as task T-2',
      witness: [first, second],
    });
  });

  it('accuses a claim of a twin while the first one is held', () => {
    const history = twins();
    const first = history.claim('w1', 'T-1', 1);
    const second = history.at(50).claim('w2', 'T-2', 1);

    expect(check(history)).toMatchObject({
      result: 'violated',
      because: expect.stringContaining('key K had two holders'),
      witness: [first, second],
    });
  });

  it('accuses two holders of one key also when only one of them settles', () => {
    const history = twins();
    const first = history.claim('w1', 'T-1', 1);
    const second = history.at(50).claim('w2', 'T-2', 1);
    history.complete('w1', 'T-1', 1);
    history.refuse(history.finish('w2', 'T-2', 1), 'LEASE_LOST');

    expect(check(history)).toMatchObject({ result: 'violated', witness: [first, second] });
  });

  it('accuses two holders whose claims overlapped: either order leaves both alive', () => {
    const history = twins();
    const early = history.ask('w2');
    history.claim('w1', 'T-1', 1);
    history.give(early, 'T-2', 1);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses nobody when the other lease may have been over before: its claim took longer than a lease', () => {
    const history = twins();
    const slow = history.ask('w1');
    const late = history.at(150).ask('w2');
    history.at(160).give(late, 'T-1', 1);
    history.at(161).give(slow, 'T-2', 1);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('allows a twin once the first one failed, lost its lease, or was ended by an operator', () => {
    const failed = twins();
    failed.claim('w1', 'T-1', 1);
    failed.fail('w1', 'T-1', 1);
    failed.claim('w2', 'T-2', 1);
    const expired = twins();
    expired.claim('w1', 'T-1', 1);
    expired.at(100).claim('w2', 'T-2', 1);
    const cancelled = twins();
    cancelled.claim('w1', 'T-1', 1);
    cancelled.operate('cancel', 'T-1', 'BLOCKED');
    cancelled.claim('w2', 'T-2', 1);

    expect(check(failed)).toEqual({ result: 'holds', exposure: 1 });
    expect(check(expired)).toMatchObject({ result: 'holds' });
    expect(check(cancelled)).toMatchObject({ result: 'holds' });
  });

  it('accuses a claim of a twin after the completion of the first was acknowledged', () => {
    const history = twins();
    history.claim('w1', 'T-1', 1);
    const done = history.complete('w1', 'T-1', 1);
    const again = history.at(500).claim('w2', 'T-2', 1);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'key K was run again: task T-2 was claimed by w2 after task T-1 of the same key had been completed',
      witness: [done, again],
    });
  });

  it('accuses no claim that may have come before a completion whose reply was late', () => {
    const history = twins();
    history.claim('w1', 'T-1', 1);
    const late = history.finish('w1', 'T-1', 1);
    const early = history.at(120).ask('w2');
    history.ok(late);
    history.give(early, 'T-2', 1);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('leaves runs of one and the same task to the other checks', () => {
    const history = twins();
    history.claim('w1', 'T-1', 1);
    history.claim('w2', 'T-1', 2);
    history.complete('w1', 'T-1', 1);
    history.complete('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('is unknown when no key was shared: tasks without a key, refused twins, one task a key', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.enqueue('T-2', { key: ' ' });
    history.enqueue('T-3', { key: 'K' });
    history.refuse(history.submit('T-4', { key: 'K' }), 'INVALID');

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });
});

describe('one-run-per-key, of whose result a duplicate reuses', () => {
  /** T-1 was taken back and is a duplicate of T-2, which did the work; T-3 came last. */
  function done(): HistoryBuilder {
    const history = new HistoryBuilder();
    for (const task of ['T-1', 'T-2', 'T-3']) history.enqueue(task, { key: 'K' });
    history.claim('w1', 'T-2', 1);
    history.complete('w1', 'T-2', 1);
    return history;
  }
  const duplicates = (originals: Readonly<Record<string, string | null>>) =>
    finalRead(Object.entries(originals).map(([task, duplicateOf]) => row(task, { duplicateOf })));

  it('accuses a duplicate of a duplicate', () => {
    const final = duplicates({ 'T-1': 'T-2', 'T-2': null, 'T-3': 'T-1' });

    expect(oneRunPerKey.check(done().history(), final)).toEqual({
      result: 'violated',
      because: 'task T-3 was done as a duplicate of task T-1, which nobody completed under its key',
      witness: [1, 5],
    });
  });

  it.each(['T-4', 'nowhere'])('accuses a duplicate of %s, which is not of its key', (original) => {
    const history = done();
    history.enqueue('T-4', { key: 'L' });
    history.claim('w1', 'T-4', 1);
    history.complete('w1', 'T-4', 1);

    expect(oneRunPerKey.check(history.history(), duplicates({ 'T-1': original }))).toMatchObject({
      result: 'violated',
    });
  });

  it('allows duplicates of what was completed, or may have been, and a system that does not tell', () => {
    const lost = twins();
    lost.claim('w1', 'T-1', 1);
    lost.lose(lost.finish('w1', 'T-1', 1));
    const silent = finalRead([row('T-1'), row('T-9', { duplicateOf: 'T-1' })]);

    const inOrder = duplicates({ 'T-1': 'T-2', 'T-2': null, 'T-3': 'T-2' });
    expect(oneRunPerKey.check(done().history(), inOrder)).toEqual({ result: 'holds', exposure: 2 });
    expect(oneRunPerKey.check(lost.history(), duplicates({ 'T-2': 'T-1' }))).toMatchObject({
      result: 'holds',
    });
    expect(oneRunPerKey.check(done().history(), silent)).toMatchObject({ result: 'holds' });
  });
});
