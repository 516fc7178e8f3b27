/**
 * The event log: appending to it inside the transaction of the change it tells of, and reading it back.
 * Nothing here begins a transaction, and nothing changes or deletes an event.
 */
import type { EventData, EventType, TaskEvent } from '../../task/event.js';
import { wholeFrom } from '../../task/ids.js';
import type { EventSeq, Status, TaskId } from '../../task/task.js';
import type { EpochMs } from '../../time.js';
import type { EventTerms } from '../store.js';
import type { TaskRow } from './columns.js';
import type { Connection } from './connection.js';
import { atMost } from './plan-once.js';
import type { Session } from './session.js';

/** What happened to a task, without what the log knows by itself. */
export interface Entry {
  readonly type: EventType;
  readonly data: EventData;
}

/** From which status to which; nulls when the status stayed. */
export interface Shift {
  readonly from: Status | null;
  readonly to: Status | null;
}

/** Appends one event about the task as `row` has it. The trace a task belongs to stands in each of its events. */
export type Log = (row: Pick<TaskRow, 'id' | 'run' | 'traceparent'>, entry: Entry, shift?: Shift) => void;

const UNMOVED: Shift = { from: null, to: null };

/** A log whose events carry `actor`. A spell of `Busy` is told before the first step a task takes after it. */
export function prepareLog({ db, now, episode }: Connection, actor: string): Log {
  const insert = db.prepare(`
    insert into event (task_id, type, at, actor, run, from_status, to_status, data)
    values (?, ?, ?, ?, ?, ?, ?, ?)`);
  const append: Log = ({ id, run, traceparent }, { type, data }, shift = UNMOVED) => {
    const traced = traceparent === null ? data : { ...data, traceparent };
    insert.run(id, type, now(), actor, run, shift.from, shift.to, withSortedKeys(traced));
  };
  return (row, entry, shift = UNMOVED) => {
    const spell = shift.from === null ? null : episode.untold();
    if (spell) {
      append(row, { type: 'storage_busy', data: { refusals: spell.refusals, since_ms: spell.since } });
      episode.told();
    }
    append(row, entry, shift);
  };
}

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
  const ofTask = db.prepare<[string, number, number], EventRow>(
    `select * from event where task_id = ? and seq > ? order by seq ${atMost('?')}`,
  );
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

function withSortedKeys(data: EventData): string {
  const keys = Object.keys(data);
  if (keys.every((key, at) => at === 0 || key > (keys[at - 1] ?? ''))) return JSON.stringify(data);
  return JSON.stringify(Object.fromEntries(keys.sort().map((key) => [key, data[key]])));
}
