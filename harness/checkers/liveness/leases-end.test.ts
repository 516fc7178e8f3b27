import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { leasesEnd } from './leases-end.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  leasesEnd.check(builder.history(), finalRead(rows));

const running = row('T', { status: 'IN_PROGRESS', run: 1 });

/** Lines: 0-1 enqueue, 2-3 claim, 4 heal at 50 ms. The lease of 100 ms is over by 150 ms at the latest. */
function abandoned(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T');
  history.claim('w1/1', 'T', 1);
  history.at(50).mark('heal');
  return history;
}

describe('leases-end', () => {
  it('accuses a run that a sweep left in progress after its lease', () => {
    const history = abandoned();
    history.at(151).sweep();

    history.at(160).list(running);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T was still in progress in run 1 at 160 ms, although its lease of 100 ms was over by 150 ms and a sweep ' +
        'had passed since',
      witness: [3, 4, 6, 7],
    });
  });

  it('accuses a run that is in progress in the final read', () => {
    const history = abandoned();
    history.at(151).sweep();

    history.at(900).findNothing('w1/2');

    expect(check(history, running)).toMatchObject({ result: 'violated', witness: [3, 4, 6, 8] });
  });

  it('accuses a run of which only the list tells, because the answer to its claim was lost', () => {
    const history = new HistoryBuilder();
    history.enqueue('T');
    history.lose(history.ask('w1/1'));
    history.mark('heal');
    history.list(running);
    history.at(101).sweep();

    history.at(110).list(running);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [4, 6, 8, 9] });
  });

  it('holds when the sweep takes the run back', () => {
    const history = abandoned();
    history.at(151).sweep({ requeued: ['T'] });

    history.at(160).list(row('T', { status: 'PENDING' }));

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['the sweep came just as the lease ended', (history) => history.at(150).sweep()],
    [
      'the sweep was still under way when the run was seen',
      (history) => history.at(151).begin('d1/1', 'sweep', {}),
    ],
    [
      'the holder prolonged it',
      (history) => {
        history.at(100).heartbeat('w1/1', 'T', 1);
        history.at(180).sweep();
      },
    ],
    [
      'the outcome of a heartbeat is unknown',
      (history) => {
        const args = { worker: 'w1', task: 'T', fence: 1, leaseMs: 100 };
        history.lose(history.at(100).begin('w1/1', 'heartbeat', args));
        history.at(300).sweep();
      },
    ],
    [
      'it is another run of the task',
      (history) => {
        history.at(151).sweep({ requeued: ['T'] });
        history.at(155).claim('w2/1', 'T', 2);
        history.at(156).sweep();
      },
    ],
  ])('does not accuse when %s', (what, happens) => {
    const history = abandoned();
    happens(history);
    const run = what === 'it is another run of the task' ? 2 : 1;

    history.at(310).list({ ...running, run });

    expect(check(history).result).not.toBe('violated');
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['its holder completed it', (history) => history.complete('w1/1', 'T', 1)],
    ['an operator may have taken it', (history) => history.operate('cancel', 'T', 'BLOCKED')],
  ])('sees no chance in a run when %s', (_what, happens) => {
    const history = abandoned();
    happens(history);
    history.at(200).sweep();

    expect(check(history)).toEqual({
      result: 'unknown',
      because: 'nothing to judge: no run was left to its lease after everything was healed',
    });
  });

  it('sees no chance in a run that was swept before the heal', () => {
    const history = new HistoryBuilder();
    history.claim('w1/1', 'T', 1);
    history.at(101).sweep({ requeued: ['T'] });
    history.mark('heal');
    history.at(300).sweep();

    expect(check(history).result).toBe('unknown');
  });
});
