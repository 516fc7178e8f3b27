import { describe, expect, it } from 'vitest';
import type { WorkOutcome } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { damageContained } from './damage-contained.js';

const HELD = { worker: 'w1/1', task: 'T', fence: 1 };

/** w1 has worked on T, and the work came to something. */
function worked(outcome: WorkOutcome): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T');
  history.claim('w1/1', 'T', 1);
  history.startWork('w1/1', 'T', 1);
  history.workedOut('w1/1', 'T', { outcome });
  return history;
}

/** As nothing was asked of another task, how T ended is explained by what its worker called. */
const check = (history: HistoryBuilder) =>
  damageContained.check(history.history(), finalRead([row('U', { status: 'DONE' })], []));

describe('damage-contained, of a run that the system’s own worker settles', () => {
  it.each<[string, HistoryBuilder, string]>([
    ['a failure as done', worked('transient'), 'came out as transient, and was settled as done'],
    ['work that is done as a failure', worked('done'), 'came out as done, and was settled as transient'],
    [
      'a failure for good as one to be tried again',
      worked('permanent'),
      'permanent, and was settled as transient',
    ],
  ])('accuses the settlement of %s', (_, history, because) => {
    if (because.endsWith('as done')) history.complete('w1/1', 'T', 1);
    else history.fail('w1/1', 'T', 1);

    expect(check(history)).toMatchObject({
      result: 'violated',
      because: expect.stringContaining(because),
      witness: [5, 7],
    });
  });

  it('accuses a worker that leaves it unsettled and asks for the next one', () => {
    const silent = worked('done');
    silent.findNothing('w1/1');
    const reported = worked('done');
    reported.report('w1/1', { task: 'T', fence: 1, tokens: 1 }, 'ALLOW');
    reported.findNothing('w1/1');

    for (const history of [silent, reported])
      expect(check(history)).toMatchObject({
        result: 'violated',
        because: expect.stringContaining('was never settled'),
      });
  });

  it('accuses a settlement without the report of what the work used, and allows one with it', () => {
    const used = () => {
      const history = new HistoryBuilder();
      history.claim('w1/1', 'T', 1);
      history.startWork('w1/1', 'T', 1);
      history.workedOut('w1/1', 'T', { outcome: 'done', tokens: 70 });
      return history;
    };
    const silent = used();
    silent.complete('w1/1', 'T', 1);
    const reported = used();
    reported.report('w1/1', { task: 'T', fence: 1, tokens: 70 }, 'ALLOW');
    reported.complete('w1/1', 'T', 1);

    expect(check(silent)).toMatchObject({
      result: 'violated',
      because: expect.stringContaining('was settled without a report of its 70 tokens'),
    });
    expect(check(reported)).toMatchObject({ result: 'holds' });
  });

  it('allows what is settled as it came out, whatever is asked for afterwards', () => {
    const done = worked('done');
    done.complete('w1/1', 'T', 1);
    const failed = worked('permanent');
    failed.failForGood('w1/1', 'T', 1);
    const refused = worked('done');
    refused.refuse(refused.finish('w1/1', 'T', 1), 'LEASE_LOST');

    for (const history of [done, failed, refused]) {
      history.findNothing('w1/1');
      expect(check(history)).toMatchObject({ result: 'holds' });
    }
  });

  it('allows it to be left where its report blocked it, a call of its was refused, or its worker asked for nothing', () => {
    const blocked = worked('done');
    blocked.report('w1/1', { task: 'T', fence: 1, tokens: 4000 }, 'BLOCK');
    blocked.findNothing('w1/1');
    const lost = new HistoryBuilder();
    lost.claim('w1/1', 'T', 1);
    lost.startWork('w1/1', 'T', 1);
    lost.refuse(lost.begin('w1/1', 'heartbeat', { ...HELD, leaseMs: 100 }), 'LEASE_LOST');
    lost.workedOut('w1/1', 'T', { outcome: 'done' });
    lost.findNothing('w1/1');
    const silent = worked('done');
    silent.findNothing('w2/1');

    for (const history of [blocked, lost, silent]) expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('says nothing of work whose outcome is not on record, nor of work that was stopped', () => {
    const untold = new HistoryBuilder();
    untold.claim('w1/1', 'T', 1);
    untold.startWork('w1/1', 'T', 1);
    untold.endWork('w1/1', 'T', 1);

    for (const history of [untold, worked('stopped')]) {
      history.findNothing('w1/1');
      expect(check(history)).toMatchObject({ result: 'holds' });
    }
  });
});
