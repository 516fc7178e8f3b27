/** Reading the event log back: all of it in order, or the events of one task. */
import type { EventData, EventType, TaskEvent } from '../../../task/event.js';
import { wholeFrom } from '../../../task/ids.js';
import type { EventSeq, Status, TaskId } from '../../../task/task.js';
import type { EpochMs } from '../../../time.js';
import type { EventTerms } from '../../store.js';
import { chainOf } from '../record/chain.js';
import { atMost } from '../record/plan-once.js';
import type { Session } from '../record/session.js';

const COLUMNS = 'seq, task_id, type, at, actor, run, from_status, to_status, data';
/** A row as the engine gives it: its own objects cost twice as much to make. */
type EventRow = readonly [
  seq: EventSeq,
  taskId: TaskId,
  type: EventType,
  at: EpochMs,
  actor: string,
  run: number,
  from: Status | null,
  to: Status | null,
  data: string,
];

/** Reads the log in order, from after a position. */
export function prepareEventsAfter({
  db,
}: Pick<Session, 'db'>): (seq: EventSeq, terms: EventTerms) => TaskEvent[] {
  const all = db
    .prepare<[number, number], EventRow>(
      `select ${COLUMNS} from event where seq > ? order by seq ${atMost('?')}`,
    )
    .raw();
  const ofTask = db
    .prepare<[string, number, number], EventRow>(`
      select ${COLUMNS} from event where seq in (${chainOf('id = ?')} select seq from chain where seq > ?)
      order by seq ${atMost('?')}`)
    .raw();
  return (seq, { taskId, limit }) => {
    wholeFrom(0, seq, 'an event position');
    wholeFrom(1, limit, 'limit');
    const rows = taskId === undefined ? all.all(seq, limit) : ofTask.all(taskId, seq, limit);
    return rows.map(toEvent);
  };
}

function toEvent([seq, taskId, type, at, actor, run, from, to, data]: EventRow): TaskEvent {
  return { seq, taskId, type, at, actor, run, from, to, data: JSON.parse(data) as EventData };
}
