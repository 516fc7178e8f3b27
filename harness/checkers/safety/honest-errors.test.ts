import { describe, expect, it } from 'vitest';
import type { HistoryHeader, RunMode, TaskRow } from '../../../gates/record/history.js';
import { event, finalRead, HistoryBuilder, row, TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import { honestErrors } from './honest-errors.js';

const check = (history: HistoryBuilder, log: readonly string[] = [], rows: readonly TaskRow[] = []) =>
  honestErrors.check(
    history.history(),
    finalRead(
      rows,
      log.map((step) => event(step)),
    ),
  );

/** T-1 is claimed by w1, all at 0 ms: the instant of every event by hand. */
function begun(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1/1', 'T-1', 1);
  return history;
}

describe('an error that says nothing changed', () => {
  it('is accused when the log shows what was refused, and nobody else asked for it', () => {
    const history = begun();
    const refused = history.refuse(history.finish('w1/1', 'T-1', 1), 'BUSY');

    expect(check(history, ['3 T-1 1 IN_PROGRESS>DONE'])).toEqual({
      result: 'violated',
      because:
        'complete T-1 fence 1 by w1/1 was refused with BUSY, which says that nothing changed; ' +
        'and yet the log has task T-1 go from IN_PROGRESS to DONE in run 1, and nobody else asked for that',
      witness: [refused],
    });
  });

  it.each([
    ['a submission', '1 T-2 0 ->PENDING', (history: HistoryBuilder) => history.submit('T-2')],
    ['a claim', '4 T-1 2 PENDING>IN_PROGRESS', (history) => history.ask('w2/1')],
    ['a sweep', '4 T-1 1 IN_PROGRESS>PENDING', (history) => history.begin('d1/1', 'sweep', {})],
    ['a failure', '4 T-1 1 IN_PROGRESS>FAILED', (history) => history.giveUp('w1/1', 'T-1', 1)],
    [
      'a command',
      '4 T-1 1 IN_PROGRESS>BLOCKED',
      (history) => history.begin('o1/1', 'cancel', { task: 'T-1' }),
    ],
  ] satisfies [string, string, (history: HistoryBuilder) => number][])(
    'is accused of %s that took place',
    (_, step, act) => {
      const history = begun();
      const refused = history.refuse(act(history), 'STORE_FULL');

      expect(check(history, [step])).toMatchObject({ result: 'violated', witness: [refused] });
    },
  );

  it('is accused over the final read where the system keeps no log', () => {
    const history = begun();
    history.refuse(history.finish('w1/1', 'T-1', 1), 'BUSY');

    expect(check(history, [], [row('T-1')])).toMatchObject({ result: 'violated' });
    expect(check(history, [], [row('T-1', { status: 'IN_PROGRESS' })])).toEqual({
      result: 'holds',
      exposure: 1,
    });
  });

  it('is believed when the task was done while it waited: as a duplicate, which nobody completes', () => {
    const history = begun();
    history.refuse(history.finish('w1/1', 'T-1', 1), 'STORE_FULL');

    expect(check(history, ['3 T-1 1 PENDING>DONE'])).toEqual({ result: 'holds', exposure: 1 });
  });

  it('is believed when the same call sent again was accepted, or may have been', () => {
    const again = begun();
    again.refuse(again.finish('w1/1', 'T-1', 1), 'BUSY');
    again.complete('w1/1', 'T-1', 1);
    const lost = begun();
    lost.refuse(lost.finish('w1/1', 'T-1', 1), 'BUSY');
    lost.lose(lost.finish('w1/1', 'T-1', 1));

    expect(check(again, ['3 T-1 1 IN_PROGRESS>DONE'])).toEqual({ result: 'holds', exposure: 1 });
    expect(check(lost, ['3 T-1 1 IN_PROGRESS>DONE'])).toEqual({ result: 'holds', exposure: 1 });
  });

  it('is believed beside a claim or a sweep that nobody heard of again', () => {
    const history = begun();
    history.refuse(history.ask('w2/1'), 'BUSY');
    history.lose(history.ask('w3/1'));
    history.refuse(history.begin('d1/1', 'sweep', {}), 'BUSY');
    history.lose(history.begin('d1/2', 'sweep', {}));

    expect(check(history, ['3 T-1 1 IN_PROGRESS>PENDING', '4 T-1 2 PENDING>IN_PROGRESS'])).toEqual({
      result: 'holds',
      exposure: 2,
    });
  });

  it('is believed when the step was made while the call was not open, or belongs to another run', () => {
    const later = begun();
    later.at(50).refuse(later.giveUp('w1/1', 'T-1', 1), 'LEASE_LOST');
    const other = begun();
    other.claim('w2/1', 'T-1', 2);
    other.refuse(other.giveUp('w1/1', 'T-1', 1), 'LEASE_LOST');

    expect(check(later, ['3 T-1 1 IN_PROGRESS>FAILED'])).toMatchObject({ result: 'holds' });
    expect(check(other, ['4 T-1 2 IN_PROGRESS>FAILED'])).toMatchObject({ result: 'holds' });
  });

  it('is unknown when no call was refused', () => {
    expect(check(begun())).toEqual({ result: 'unknown', because: 'nothing to judge: no call was refused' });
  });
});

describe('BUSY', () => {
  function busyAfter(waitedMs: number, mode: RunMode): HistoryBuilder {
    const history = new HistoryBuilder(mode);
    const asked = history.at(100).ask('w1/1');
    history.at(100 + waitedMs).refuse(asked, 'BUSY');
    return history;
  }
  const declared = 50;
  const checkWaiting = (history: HistoryBuilder, played: Pick<HistoryHeader, 'backend'> = {}) => {
    const { header, ...rest } = history.history();
    const knobs = { ...TEST_KNOBS, busyWaitMs: declared };
    return honestErrors.check({ header: { ...header, ...played, knobs }, ...rest }, finalRead());
  };

  it('is accused when it comes before the declared wait is over', () => {
    expect(checkWaiting(busyAfter(10, 'real'))).toEqual({
      result: 'violated',
      because: 'claim by w1/1 was refused as BUSY after 10 ms; 50 ms of waiting are declared',
      witness: [0, 1],
    });
  });

  it.each([
    ['after the declared wait', declared, 'real'],
    ['a few milliseconds early by another clock', declared - 5, 'real'],
    ['at once where a call is one step, and nobody can wait', 0, 'simulated'],
  ] as const)('may come %s', (_, waitedMs, mode) => {
    expect(checkWaiting(busyAfter(waitedMs, mode))).toEqual({ result: 'holds', exposure: 1 });
  });

  it('has to wait in virtual time as well, where calls are more than one step', () => {
    const interleaved = { backend: 'interleaved' } as const;

    expect(checkWaiting(busyAfter(49, 'simulated'), interleaved)).toMatchObject({ result: 'violated' });
    expect(checkWaiting(busyAfter(50, 'simulated'), interleaved)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('alone has to wait: another refusal may come at once', () => {
    const history = new HistoryBuilder('real');
    history.refuse(history.finish('w1/1', 'T-1', 1), 'LEASE_LOST');

    expect(checkWaiting(history)).toEqual({ result: 'holds', exposure: 1 });
  });
});
