import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { backoffKept } from './backoff-kept.js';

/** Of whom nobody knows whether it blocked. */
const LATE_REPORT = { worker: 'w1', task: 'T-1', fence: 1, tokens: 3501, text: null } as const;
const check = (builder: HistoryBuilder) => backoffKept.check(builder.history(), finalRead());

describe('backoff-kept', () => {
  it('accuses a claim before the backoff after a failure is over', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    const failing = history.at(10).giveUp('w1', 'T-1', 1);
    history.at(12).ok(failing);
    const early = history.at(59).claim('w2', 'T-1', 2);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T-1 was claimed with fence 2 by w2 by 59 ms, although the run with fence 1 ended no earlier than 10 ms ' +
        'and the backoff is 50 ms',
      witness: [failing, early],
    });
  });

  it('counts from the moment the failure was sent: a late reply proves nothing', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    const failing = history.at(10).giveUp('w1', 'T-1', 1);
    history.at(60).claim('w2', 'T-1', 2);
    history.at(90).ok(failing);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('waits longer after the second run, and as long again after those beyond the list', () => {
    const history = new HistoryBuilder();
    for (const [run, at] of [
      [1, 0],
      [2, 50],
      [3, 250],
      [4, 450],
    ] as const) {
      history.at(at).claim('w1', 'T-1', run);
      history.fail('w1', 'T-1', run);
    }
    expect(check(history)).toEqual({ result: 'holds', exposure: 3 });

    history.at(649).claim('w1', 'T-1', 5);
    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses a claim too soon after a lease ran out', () => {
    const history = new HistoryBuilder();
    const held = history.claim('w1', 'T-1', 1);
    history.at(90).heartbeat('w1', 'T-1', 1);
    const early = history.at(239).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [held, early] });
  });

  it('takes the earlier of a failure with a lost answer and the end of the lease', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(20).lose(history.giveUp('w1', 'T-1', 1));
    history.at(70).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('takes no refused failure and no failure after the lease for the end of the run', () => {
    const refused = new HistoryBuilder();
    refused.claim('w1', 'T-1', 1);
    refused.at(20).refuse(refused.giveUp('w1', 'T-1', 1), 'BUSY');
    refused.at(149).claim('w2', 'T-1', 2);
    const late = new HistoryBuilder();
    late.claim('w1', 'T-1', 1);
    late.at(120).lose(late.giveUp('w1', 'T-1', 1));
    late.at(150).claim('w2', 'T-1', 2);

    expect(check(refused)).toMatchObject({ result: 'violated' });
    expect(check(late)).toMatchObject({ result: 'holds' });
  });

  it('has no wait to check where the run number makes no sense', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 0);
    history.fail('w1', 'T-1', 0);
    history.claim('w2', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });
});

describe('backoff-kept, of a task that an operator brings back', () => {
  function claimed(): HistoryBuilder {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    return history.at(10);
  }

  it.each(['retry', 'replan'] as const)(
    'accuses a claim too soon when a failure waits through a %s',
    (command) => {
      const history = claimed();
      history.fail('w1', 'T-1', 1);
      history.operate(command, 'T-1');
      history.at(59).claim('w2', 'T-1', 2);

      expect(check(history)).toMatchObject({ result: 'violated' });
    },
  );

  it('accuses a claim too soon after a replan of what a sweep had put back', () => {
    const history = claimed();
    history.at(100).sweep({ requeued: ['T-1'] });
    history.operate('replan', 'T-1');
    history.at(149).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses a claim too soon after a replan of what was cancelled while it waited', () => {
    const history = claimed();
    history.fail('w1', 'T-1', 1);
    history.sweep({ requeued: ['T-1'] });
    history.operate('cancel', 'T-1', 'BLOCKED');
    history.operate('replan', 'T-1');
    history.at(59).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses a claim too soon after the retry of a lease that ran out', () => {
    const history = claimed();
    history.at(100).operate('retry', 'T-1');
    history.at(149).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it.each<[string, (history: HistoryBuilder) => unknown]>([
    ['a cancellation', (history) => history.operate('cancel', 'T-1', 'BLOCKED')],
    [
      'a report above the limit',
      (history) => history.report('w1', { task: 'T-1', fence: 1, tokens: 3501 }, 'BLOCK'),
    ],
    ['a report without an answer', (history) => history.lose(history.begin('w1', 'report', LATE_REPORT))],
    ['a failure for good', (history) => history.failForGood('w1', 'T-1', 1)],
  ])('counts the wait of a retry from %s', (_, ends) => {
    const [early, inTime] = [59, 60].map((at) => {
      const history = claimed();
      ends(history);
      history.at(20).operate('retry', 'T-1');
      history.at(at).claim('w2', 'T-1', 2);
      return check(history);
    });

    expect(early).toMatchObject({ result: 'violated' });
    expect(inTime).toEqual({ result: 'holds', exposure: 1 });
  });

  it('expects no more than the shortest wait: a command may count as a retry or not', () => {
    const history = claimed();
    history.operate('cancel', 'T-1', 'BLOCKED');
    history.operate('replan', 'T-1');
    history.claim('w1', 'T-1', 2);
    history.at(20).fail('w1', 'T-1', 2);
    history.at(70).claim('w2', 'T-1', 3);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each<[string, (history: HistoryBuilder) => unknown]>([
    ['stopped', (history) => history.operate('replan', 'T-1', 'BLOCKED')],
    [
      'was blocked by a report',
      (history) => history.report('w1', { task: 'T-1', fence: 1, tokens: 3501 }, 'BLOCK'),
    ],
    ['failed for good', (history) => history.failForGood('w1', 'T-1', 1)],
    ['may have failed', (history) => history.lose(history.giveUp('w1', 'T-1', 1))],
    ['was cancelled as it ran', (history) => history.operate('cancel', 'T-1', 'BLOCKED')],
  ])('leaves alone a replan that may bring back at once what %s', (_, ends) => {
    const history = claimed();
    ends(history);
    history.operate('replan', 'T-1');
    history.claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });
});

describe('backoff-kept, of an instant that a list named', () => {
  /** T-1 failed at 10 ms and is available from 210 ms, though its backoff alone ends at 60 ms. */
  function announced(): HistoryBuilder {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(10).fail('w1', 'T-1', 1);
    return history;
  }
  const waiting = row('T-1', { status: 'PENDING', availableAt: 210 });

  it('accuses a claim of the next run before it', () => {
    const history = announced();
    const read = history.at(20).list(waiting);
    const early = history.at(209).claim('w2', 'T-1', 2);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T-1 was claimed with fence 2 by w2 by 209 ms, although a list read had it available from 210 ms',
      witness: [read, early],
    });
  });

  it('allows a claim at that instant, and after a list of another run', () => {
    const inTime = announced();
    inTime.at(20).list(waiting);
    inTime.at(210).claim('w2', 'T-1', 2);
    const another = announced();
    another.at(20).list({ ...waiting, run: 2 });
    another.at(90).claim('w2', 'T-1', 2);

    expect(check(inTime)).toEqual({ result: 'holds', exposure: 1 });
    expect(check(another)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each([
    ['retry', ['retry']],
    ['replan', ['replan']],
    ['cancellation and a replan', ['cancel', 'replan']],
  ] as const)('accuses a claim before it after a %s', (_, commands) => {
    const history = announced();
    history.at(20).list(waiting);
    for (const command of commands) history.operate(command, 'T-1');
    history.at(209).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses a list that names an instant beyond the longest wait, and none that names its end', () => {
    const far = announced();
    const read = far.at(20).list(row('T-1', { status: 'PENDING', availableAt: 221 }));
    const within = announced();
    within.at(20).list(row('T-1', { status: 'PENDING', availableAt: 220 }));
    within.at(220).claim('w2', 'T-1', 2);

    expect(check(far)).toEqual({
      result: 'violated',
      because:
        'task T-1 was in a list of 20 ms as available from 221 ms, although no wait is longer than 200 ms',
      witness: [read],
    });
    expect(check(within)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('looks at the list of the end too', () => {
    const history = announced();
    const final = finalRead([row('T-1', { status: 'FAILED', availableAt: 211 })]);

    expect(backoffKept.check(history.history(), final)).toMatchObject({ result: 'violated', witness: [3] });
  });
});
