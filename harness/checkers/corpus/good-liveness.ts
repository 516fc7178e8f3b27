/** Runs that came to their end just in time, or late with an excuse: traps for checkers of liveness. */
import { row } from '../../history/by-hand/history-builder.js';
import { good, life, type Told, work } from './told.js';

export const GOOD_LIVENESS: readonly Told[] = [
  good(
    'a sweep comes just as the lease is over, and leaves it to the next',
    [life('T-1', 'PRPRD')],
    (history) => {
      history.enqueue('T-1');
      history.claim('w1/1', 'T-1', 1);
    },
    (history) => {
      history.at(100).sweep();
      history.at(110).list(row('T-1', { status: 'IN_PROGRESS' }));
      history.at(120).sweep({ requeued: ['T-1'] });
      history.at(170).claim('w2/1', 'T-1', 2);
      history.complete('w2/1', 'T-1', 2);
    },
  ),
  good(
    'two workers overtake a task with one each',
    [life('T-1', 'PRD'), life('T-2', 'PRD'), life('T-3', 'PRD')],
    (history) => {
      history.at(1).enqueue('T-1');
      history.at(2).enqueue('T-2');
      history.at(3).enqueue('T-3');
      work(history, 'w1/1', 'T-2');
      work(history, 'w2/1', 'T-3');
      work(history, 'w1/1', 'T-1');
    },
  ),
  good(
    'the first run after the heal ends at the last moment',
    [life('T-1', 'PRD')],
    (history) => history.enqueue('T-1'),
    (history) => work(history.at(385), 'w1/1', 'T-1'),
  ),
  good(
    'a worker is killed after its error and not heard of again',
    [life('T-1', 'PRD')],
    (history) => {
      history.enqueue('T-1');
      history.refuse(history.ask('w1/1'), 'BUSY');
      history.fault('kill');
    },
    (history) => {
      work(history, 'w2/1', 'T-1');
      history.at(900).findNothing('w2/1');
    },
  ),
  good(
    'an idle worker asks at every poll, and the store turns it away once',
    [life('T-1', 'PRD')],
    (history) => {
      history.enqueue('T-1');
      work(history, 'w1/1', 'T-1');
    },
    (history) => {
      history.at(5).refuse(history.ask('w1/1'), 'BUSY');
      for (let at = 10; at <= 200; at += 10) history.at(at).findNothing('w1/1');
    },
  ),
  good(
    'after the drain everybody asks on and nothing moves',
    [life('T-1', 'PRD')],
    (history) => {
      history.enqueue('T-1');
      work(history, 'w1/1', 'T-1');
    },
    () => undefined,
    (history) => {
      history.at(10).findNothing('w1/1');
      history.refuse(history.finish('w1/1', 'T-1', 1), 'LEASE_LOST');
      history.at(20).sweep();
    },
  ),
];
