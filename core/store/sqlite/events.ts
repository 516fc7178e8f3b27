/** Reading the event log back: all of it in order, or the events of one task. */
import type { EventData, EventType, TaskEvent } from '../../task/event.js';
import { wholeFrom } from '../../task/ids.js';
import type { EventSeq, Status, TaskId } from '../../task/task.js';
import type { EpochMs } from '../../time.js';
import type { EventTerms } from '../store.js';
import { chainOf } from './chain.js';
import { atMost } from './plan-once.js';
import type { Session } from './session.js';

interface EventRow {
  readonly seq: EventSeq;
  readonly task_id: TaskId;
  readonly type: EventType;
  readonly at: EpochMs;
  readonly actor: string;
  readonly run: number;
  readonly from_status: Status | null;
  readonly to_status: Status | null;
  readonly data: string;
}

/** Reads the log in order, from after a position. */
export function prepareEventsAfter({
  db,
}: Pick<Session, 'db'>): (seq: EventSeq, terms: EventTerms) => TaskEvent[] {
  const all = db.prepare<[number, number], EventRow>(
    `select * from event where seq > ? order by seq ${atMost('?')}`,
  );
  const ofTask = db.prepare<[string, number, number], EventRow>(`
    select * from event where seq in (${chainOf('id = ?')} select seq from chain where seq > ?)
    order by seq ${atMost('?')}`);
  return (seq, { taskId, limit }) => {
    wholeFrom(0, seq, 'an event position');
    wholeFrom(1, limit, 'limit');
    const rows = taskId === undefined ? all.all(seq, limit) : ofTask.all(taskId, seq, limit);
    return rows.map(toEvent);
  };
}

function toEvent(row: EventRow): TaskEvent {
  return {
    seq: row.seq,
    taskId: row.task_id,
    type: row.type,
    at: row.at,
    actor: row.actor,
    run: row.run,
    from: row.from_status,
    to: row.to_status,
    data: JSON.parse(row.data) as EventData,
  };
}
