/** Runs in which something good came too late or never, for each checker of liveness at least one. */
import { event, row } from '../../history/by-hand/history-builder.js';
import { bad, finalOf, life, type Told, work } from './told.js';

const done = finalOf(life('T-1', 'PRD'));

export const BAD_LIVENESS: readonly Told[] = [
  bad(['a task is never taken up', 'INV-11'], { final: finalOf(life('T-1', 'P')) }, (history) =>
    history.enqueue('T-1'),
  ),
  bad(
    ['a sweep passes by a lease that is over', 'INV-18'],
    { final: finalOf(life('T-1', 'PRPRD')) },
    (history) => {
      history.enqueue('T-1');
      history.claim('w1/1', 'T-1', 1);
    },
    (history) => {
      history.at(101).sweep();
      history.at(110).list(row('T-1', { status: 'IN_PROGRESS' }));
      history.at(121).sweep({ requeued: ['T-1'] });
      history.at(171).claim('w2/1', 'T-1', 2);
      history.complete('w2/1', 'T-1', 2);
    },
  ),
  bad(
    ['the newest task is taken first', 'INV-19'],
    { final: finalOf(life('T-1', 'PRD'), life('T-2', 'PRD'), life('T-3', 'PRD')) },
    (history) => {
      history.at(1).enqueue('T-1');
      history.at(2).enqueue('T-2');
      history.at(3).enqueue('T-3');
      for (const task of ['T-3', 'T-2', 'T-1']) work(history, 'w1/1', task);
    },
  ),
  bad(
    ['the first run after the heal is a millisecond late', 'INV-20'],
    { final: done },
    (history) => history.enqueue('T-1'),
    (history) => work(history.at(386), 'w1/1', 'T-1'),
  ),
  bad(
    ['a worker falls silent after an error', 'INV-21'],
    { final: done },
    (history) => {
      history.enqueue('T-1');
      history.refuse(history.ask('w1/1'), 'BUSY');
    },
    (history) => {
      work(history, 'w2/1', 'T-1');
      history.at(281).findNothing('w2/1');
    },
  ),
  bad(
    ['a worker finds nothing after an error, though a task waits', 'INV-21'],
    { final: done },
    (history) => {
      history.enqueue('T-1');
      history.refuse(history.ask('w1/1'), 'BUSY');
    },
    (history) => {
      history.at(10).findNothing('w1/1');
      work(history.at(20), 'w2/1', 'T-1');
    },
  ),
  bad(
    ['the store goes on refusing after the heal', 'INV-22'],
    { final: done },
    (history) => history.enqueue('T-1'),
    (history) => {
      for (const at of [10, 20, 30]) history.refuse(history.at(at).ask('w1/1'), 'BUSY');
      work(history.at(40), 'w1/1', 'T-1');
    },
  ),
  bad(
    ['an idle worker asks without a pause', 'INV-22'],
    { final: done },
    (history) => {
      history.enqueue('T-1');
      work(history, 'w1/1', 'T-1');
    },
    (history) => {
      for (let at = 1; at <= 8; at += 1) history.at(at).findNothing('w1/1');
    },
  ),
  bad(
    ['the log grows on after the drain', 'INV-23'],
    { final: { ...done, events: [...done.events, { ...event('4 T-1 1 ->-', 'guardrail'), at: 20 }] } },
    (history) => {
      history.enqueue('T-1');
      work(history, 'w1/1', 'T-1');
    },
    () => undefined,
    (history) => history.at(20).sweep(),
  ),
  bad(
    ['a sweep after the drain says that it moved what is done', 'INV-10', 'INV-13', 'INV-23'],
    { final: done },
    (history) => {
      history.enqueue('T-1');
      work(history, 'w1/1', 'T-1');
    },
    () => undefined,
    (history) => history.at(20).sweep({ exhausted: ['T-1'] }),
  ),
];
