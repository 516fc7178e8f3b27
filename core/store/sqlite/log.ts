/**
 * Appending to the event log inside the transaction of the change it tells of. The events of one task are a chain: its
 * row names the last, and each names the one before; so no index has to be kept for every event there ever was.
 * Nothing here begins a transaction, and nothing changes or deletes an event.
 */
import type { EventData, EventType } from '../../task/event.js';
import type { EventSeq, Status } from '../../task/task.js';
import type { TaskRow } from './columns.js';
import type { Connection } from './connection.js';

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

/** Events that have their numbers and are not written yet. */
export interface Numbered {
  readonly last: EventSeq;
  /** Appends them to the events of the task, of which `prev` was the last. */
  write(subject: Subject, prev: EventSeq): void;
}

export interface Log {
  /** Numbers what a change tells, for its row to name the last; write it when the change stands. */
  number(told: readonly Told[]): Numbered;
  /** Appends one event about a task that stays as it is. */
  note(row: Subject & Pick<TaskRow, 'seq'>, entry: Entry): void;
}

/** Stands before the first event of a task. */
export const NO_EVENT = 0 as EventSeq;
const UNMOVED = { from: null, to: null } as const;

/** A log whose events carry `actor`. A spell of `Busy` is told before the first step a task takes after it. */
export function prepareLog({ db, now, episode }: Connection, actor: string): Log {
  const newest = db.prepare<[], EventSeq | null>('select max(seq) from event').pluck();
  const insert = db.prepare(`
    insert into event (seq, task_id, type, at, actor, run, from_status, to_status, data, prev)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const lastOf = db.prepare<[number], EventSeq>('select last_event from task where seq = ?').pluck();
  const point = db.prepare('update task set last_event = ? where seq = ?');

  const withSpell = (told: readonly Told[]): readonly Told[] => {
    const spell = episode.untold();
    if (spell === null) return told;
    const data = { refusals: spell.refusals, since_ms: spell.since };
    return told.flatMap((one) => (tellsOfAStep(one) ? [{ type: 'storage_busy', data }, one] : [one]));
  };
  const number = (told: readonly Told[]): Numbered => {
    const events = withSpell(told);
    const last = ((newest.get() ?? NO_EVENT) + events.length) as EventSeq;
    return {
      last,
      write({ id, run, traceparent }, prev) {
        let before = prev;
        let seq = (last - events.length) as EventSeq;
        for (const { type, data, shift = UNMOVED } of events) {
          seq = (seq + 1) as EventSeq;
          const traced = traceparent === null ? data : { ...data, traceparent };
          insert.run(seq, id, type, now(), actor, run, shift.from, shift.to, withSortedKeys(traced), before);
          before = seq;
        }
        if (events.length > told.length) episode.told();
      },
    };
  };
  return {
    number,
    note(row, entry) {
      const numbered = number([entry]);
      const prev = lastOf.get(row.seq) ?? NO_EVENT;
      point.run(numbered.last, row.seq);
      numbered.write(row, prev);
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
