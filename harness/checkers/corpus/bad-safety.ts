/** Runs in which something happened that never may, for each checker of safety at least one. */
import type { HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { bad, finalOf, life, type Told } from './told.js';

function claimed(history: HistoryBuilder): HistoryBuilder {
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  return history;
}

function reclaimed(history: HistoryBuilder): HistoryBuilder {
  claimed(history)
    .at(100)
    .sweep({ requeued: ['T-1'] });
  history.at(150).claim('w2', 'T-1', 2);
  return history;
}

const done = finalOf(life('T-1', 'PRD'));
const doneInTwo = finalOf(life('T-1', 'PRPRD'));
const DANGLING = 'row 3 of event refers to a task that does not exist';

export const BAD_SAFETY: readonly Told[] = [
  bad(['a sweep comes before the lease is over', 'INV-01'], { final: doneInTwo }, (history) => {
    claimed(history)
      .at(99)
      .sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  bad(['a stale heartbeat is accepted', 'INV-02', 'INV-13'], { final: doneInTwo }, (history) => {
    reclaimed(history).heartbeat('w1', 'T-1', 1);
    history.complete('w2', 'T-1', 2);
  }),
  bad(['one run has two results', 'INV-03', 'INV-10'], { final: done }, (history) => {
    claimed(history).complete('w1', 'T-1', 1);
    history.complete('w3', 'T-1', 1);
  }),
  bad(
    ['an acknowledged task is lost', 'INV-04', 'INV-13'],
    { final: done, expected: finalOf(life('T-1', 'PRD'), life('T-2', 'P')) },
    (history) => {
      claimed(history).complete('w1', 'T-1', 1);
      history.enqueue('T-2');
    },
  ),
  bad(
    ['a completion is lost', 'INV-04', 'INV-08', 'INV-09', 'INV-10', 'INV-13', 'INV-16'],
    { final: finalOf(life('T-1', 'PRB')), expected: done },
    (history) => claimed(history).complete('w1', 'T-1', 1),
  ),
  bad(
    ['one key is worked on twice', 'INV-05'],
    { final: finalOf(life('T-1', 'PRD'), life('T-2', 'PRD')) },
    (history) => {
      for (const task of ['T-1', 'T-2']) {
        history.enqueue(task, { key: 'K' });
        history.claim('w1', task, 1);
        history.complete('w1', task, 1);
      }
    },
  ),
  bad(
    ['a duplicate reuses the result of another duplicate', 'INV-05'],
    {
      final: finalOf(
        life('T-1', 'PRD'),
        life('T-2', 'PD', { duplicateOf: 'T-1' }),
        life('T-3', 'PD', { duplicateOf: 'T-2' }),
      ),
    },
    (history) => {
      for (const task of ['T-1', 'T-2', 'T-3']) history.enqueue(task, { key: 'K' });
      history.claim('w1', 'T-1', 1);
      history.complete('w1', 'T-1', 1);
      history.ok(history.ask('w2'));
    },
  ),
  bad(['there are more runs than retries', 'INV-06'], { final: doneInTwo }, (history) => {
    history.enqueue('T-1', { maxRetries: 0 });
    history.claim('w1', 'T-1', 1);
    history.at(100).sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  bad(['a retry comes before its backoff is over', 'INV-07'], { final: doneInTwo }, (history) => {
    claimed(history)
      .at(100)
      .sweep({ requeued: ['T-1'] });
    history.at(149).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  bad(
    ['a replan ends the backoff of a failure', 'INV-07'],
    { final: finalOf(life('T-1', 'PRFPRD')) },
    (history) => {
      claimed(history).fail('w1', 'T-1', 1);
      history.operate('replan', 'T-1');
      history.at(49).claim('w2', 'T-1', 2);
      history.complete('w2', 'T-1', 2);
    },
  ),
  bad(['a retry that is due is kept from who asks', 'INV-07'], { final: doneInTwo }, (history) => {
    claimed(history)
      .at(300)
      .sweep({ requeued: ['T-1'] });
    history.at(301).findNothing('w2');
    history.at(350).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
  }),
  bad(['a report above the hard limit is let through', 'INV-08'], { final: done }, (history) => {
    claimed(history).report('w1', { task: 'T-1', fence: 1, tokens: 3501 }, 'ALLOW');
    history.complete('w1', 'T-1', 1);
  }),
  bad(['an event is missing', 'INV-09'], { final: { ...done, events: done.events.slice(0, 2) } }, (history) =>
    claimed(history).complete('w1', 'T-1', 1),
  ),
  bad(
    ['the log takes a step that no table has', 'INV-10', 'INV-16'],
    { final: finalOf(life('T-1', 'PRFD')) },
    (history) => claimed(history).complete('w1', 'T-1', 1),
  ),
  bad(['a call ends in an exception', 'INV-12'], { final: done }, (history) => {
    const broken = claimed(history).finish('w1', 'T-1', 1);
    history.breakDown(broken, { code: 'INTERNAL', says: 'Error: no' });
  }),
  bad(
    ['a report sent in time blocks the run of the next holder', 'INV-13', 'INV-16'],
    { final: finalOf(life('T-1', 'PRPRB')) },
    (history) => {
      claimed(history);
      const args = { worker: 'w1', task: 'T-1', fence: 1, tokens: 3501, text: null };
      const late = history.begin('w1', 'report', args);
      history.at(100).sweep({ requeued: ['T-1'] });
      history.at(150).claim('w2', 'T-1', 2);
      history.ok(late, { action: 'BLOCK' });
    },
  ),
  bad(
    ['a task is worked on twice, though nothing kept its holder from a heartbeat', 'INV-14'],
    { final: doneInTwo },
    (history) => {
      claimed(history).startWork('w1', 'T-1', 1);
      history.at(100).sweep({ requeued: ['T-1'] });
      history.at(150).claim('w2', 'T-1', 2);
      history.startWork('w2', 'T-1', 2);
      history.complete('w2', 'T-1', 2);
    },
  ),
  bad(
    ['a failure is refused and recorded', 'INV-15'],
    { final: finalOf(life('T-1', 'PRFPRD')) },
    (history) => {
      history.refuse(claimed(history).giveUp('w1', 'T-1', 1), 'BUSY');
      history.at(100).sweep({ requeued: ['T-1'] });
      history.at(150).claim('w2', 'T-1', 2);
      history.complete('w2', 'T-1', 2);
    },
  ),
  bad(['a completion is refused and recorded', 'INV-04', 'INV-13', 'INV-15'], { final: done }, (history) =>
    history.refuse(claimed(history).finish('w1', 'T-1', 1), 'STORE_FULL'),
  ),
  bad(
    ['a kill leaves the store damaged', 'INV-17'],
    { final: { ...done, integrity: [DANGLING] } },
    (history) => {
      claimed(history).complete('w1', 'T-1', 1);
      history.fault('kill');
    },
  ),
];
