/**
 * Appending to the event log inside the transaction of the change it tells of. The events of one task are a chain: its
 * row names the last, and each names the one before; so no index has to be kept for every event there ever was.
 * Nothing here begins a transaction, and nothing changes or deletes an event.
 */
import type { EventData, EventType } from '../../../task/event.js';
import type { EventSeq, Status } from '../../../task/task.js';
import type { Connection } from '../connection/connection.js';
import type { TaskRow } from './columns.js';

/** What happened to a task, without what the log knows by itself. */
export interface Entry {
  readonly type: EventType;
  readonly data: EventData;
}

/** From which status to which. */
export interface Shift {
  readonly from: Status | null;
  readonly to: Status;
}

/** An entry, and how the status changed with it. */
export interface Told extends Entry {
  readonly shift?: Shift;
}

/** The task an event is about, as it is after what the event tells. */
type Subject = Pick<TaskRow, 'id' | 'run' | 'traceparent'>;

/** What a change tells, not written yet. */
export interface Telling {
  /** Of how many events, for `LAST_TOLD`. */
  readonly count: number;
  /** Appends them to the events of the task, of which `prev` was the last. Answers the number of the new last one. */
  write(subject: Subject, prev: EventSeq): EventSeq;
}

export interface Log {
  /** Prepares what a change tells: its row names the last event, and the telling is written when the change stands. */
  telling(told: readonly Told[]): Telling;
  /** Appends one event about a task that stays as it is. */
  note(row: Subject & Pick<TaskRow, 'seq'>, entry: Entry): void;
}

/** What a row that tells of itself sets `last_event` to; the parameter is how many events that are. */
export const LAST_TOLD = '(select coalesce(max(seq), 0) from event) + ?';
/** Stands before the first event of a task. */
export const NO_EVENT = 0 as EventSeq;
const UNMOVED = { from: null, to: null } as const;

/** A log whose events carry `actor`. A spell of `Busy` is told before the first step a task takes after it. */
export function prepareLog({ db, now, episode }: Connection, actor: string): Log {
  const insert = db.prepare(`
    insert into event (task_id, type, at, actor, run, from_status, to_status, data, prev)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const lastOf = db.prepare<[number], EventSeq>('select last_event from task where seq = ?').pluck();
  const point = db.prepare(`update task set last_event = ${LAST_TOLD} where seq = ?`);

  const withSpell = (told: readonly Told[]): readonly Told[] => {
    const spell = episode.untold();
    if (spell === null) return told;
    const data = { refusals: spell.refusals, since_ms: spell.since };
    return told.flatMap((one) => (tellsOfAStep(one) ? [{ type: 'storage_busy', data }, one] : [one]));
  };
  const telling = (told: readonly Told[]): Telling => {
    const events = withSpell(told);
    return {
      count: events.length,
      write({ id, run, traceparent }, prev) {
        let last = prev;
        for (const { type, data, shift = UNMOVED } of events) {
          const traced = traceparent === null ? data : { ...data, traceparent };
          const text = withSortedKeys(traced);
          const written = insert.run(id, type, now(), actor, run, shift.from, shift.to, text, last);
          last = Number(written.lastInsertRowid) as EventSeq;
        }
        if (events.length > told.length) episode.told();
        return last;
      },
    };
  };
  return {
    telling,
    note(row, entry) {
      const told = telling([entry]);
      const prev = lastOf.get(row.seq) ?? NO_EVENT;
      point.run(told.count, row.seq);
      told.write(row, prev);
    },
  };
}

/** Whether a task that was there before moved. */
function tellsOfAStep({ shift }: Told): boolean {
  return shift !== undefined && shift.from !== null;
}

function withSortedKeys(data: EventData): string {
  const keys = Object.keys(data);
  if (keys.every((key, at) => at === 0 || key > (keys[at - 1] ?? ''))) return JSON.stringify(data);
  return JSON.stringify(Object.fromEntries(keys.sort().map((key) => [key, data[key]])));
}
