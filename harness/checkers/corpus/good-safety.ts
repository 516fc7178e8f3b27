/** Runs in which nothing went wrong, each a trap that a careless checker of safety falls into. */
import { good, life, type Told } from './told.js';

export const GOOD_SAFETY: readonly Told[] = [
  good('a task is claimed, reported on and completed', [life('T-1', 'PRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.report('w1', { task: 'T-1', fence: 1, tokens: 3500 }, 'ALLOW');
    history.complete('w1', 'T-1', 1);
  }),
  good('a failure in time is answered after the next claim', [life('T-1', 'PRFPRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    const late = history.at(20).giveUp('w1', 'T-1', 1);
    history.at(21).sweep({ requeued: ['T-1'] });
    history.at(80).claim('w2', 'T-1', 2);
    history.at(81).ok(late);
    history.complete('w2', 'T-1', 2);
  }),
  good('a heartbeat in time is answered after the completion', [life('T-1', 'PRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    const args = { worker: 'w1', task: 'T-1', fence: 1, leaseMs: 100 };
    const beat = history.begin('w1.hb', 'heartbeat', args);
    history.complete('w1', 'T-1', 1);
    history.ok(beat, { leaseUntil: 100 });
  }),
  good('a completion without an answer took effect', [life('T-1', 'PRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.loseReply(history.finish('w1', 'T-1', 1));
  }),
  good('a completion without an answer never took effect', [life('T-1', 'PRPRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.loseReply(history.finish('w1', 'T-1', 1));
    history.at(100).sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  good('a claim without an answer used up a run', [life('T-1', 'PRPRD')], (history) => {
    history.enqueue('T-1');
    history.loseReply(history.ask('w1'));
    history.at(100).sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  good('a sweep without an answer returned a task', [life('T-1', 'PRPRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.at(100).loseReply(history.begin('d1', 'sweep', {}));
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  good(
    'a duplicate is done as soon as its original is',
    [life('T-1', 'PRD'), life('T-2', 'PD')],
    (history) => {
      history.enqueue('T-1', { key: 'K' });
      history.enqueue('T-2', { key: 'K' });
      history.claim('w1', 'T-1', 1);
      history.complete('w1', 'T-1', 1);
      history.ok(history.ask('w2'));
    },
  ),
  good('an operator takes back a cancellation', [life('T-1', 'PRBPRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.operate('cancel', 'T-1', 'BLOCKED');
    history.refuse(history.finish('w1', 'T-1', 1), 'LEASE_LOST');
    history.operate('retry', 'T-1');
    history.at(60).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  good('a report one token too long blocks its task', [life('T-1', 'PRB')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.report('w1', { task: 'T-1', fence: 1, tokens: 3501 }, 'BLOCK');
  }),
  good('a task without retries is given up', [life('T-1', 'PRF', { maxRetries: 0 })], (history) => {
    history.enqueue('T-1', { maxRetries: 0 });
    history.claim('w1', 'T-1', 1);
    history.at(100).sweep({ exhausted: ['T-1'] });
  }),
  good(
    'a run begins beside one whose holder was paused beyond its lease',
    [life('T-1', 'PRPRD')],
    (history) => {
      history.enqueue('T-1');
      history.claim('w1/1', 'T-1', 1);
      history.startWork('w1/1', 'T-1', 1);
      history.fault('pause');
      history.at(100).sweep({ requeued: ['T-1'] });
      history.at(150).claim('w2/1', 'T-1', 2);
      history.startWork('w2/1', 'T-1', 2);
      history.heal('pause');
      history.refuse(history.finish('w1/1', 'T-1', 1), 'LEASE_LOST');
      history.complete('w2/1', 'T-1', 2);
    },
  ),
  good('a completion is refused and then sent again', [life('T-1', 'PRD')], (history) => {
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.refuse(history.finish('w1', 'T-1', 1), 'BUSY');
    history.at(5).complete('w1', 'T-1', 1);
  }),
];
