/** The events of one task, found from its row: it names the last, and each event names the one before. */
import type { Database } from 'better-sqlite3';
import { atMost } from './plan-once.js';

/**
 * Begins a query over `chain`: the events of the task that `which` chooses, with all their columns, the newest first.
 * A query that takes no more than it needs walks no further.
 */
export function chainOf(which: string): string {
  return `
    with recursive chain as (
      select event.* from task join event on event.seq = task.last_event where task.${which}
      union all
      select event.* from chain join event on event.seq = chain.prev)`;
}

/** The chains of all tasks; an event of another task ends one. */
const REACHED = `
  with recursive reached(seq, prev, task_id) as (
    select event.seq, event.prev, event.task_id
    from task join event on event.seq = task.last_event and event.task_id = task.id
    union all
    select event.seq, event.prev, event.task_id
    from reached join event on event.seq = reached.prev and event.task_id = reached.task_id)`;
const MISSED = `select (select count(*) from event) - (${REACHED} select count(*) from reached)`;
const MISSED_EVENTS = `
  ${REACHED} select seq, task_id from event where seq not in (select seq from reached) order by seq ${atMost('?')}`;

/** Where a row or an event names, as the one before, what is no event of its task. */
const LOST = `
  select id as task_id, last_event as seq from task
  where last_event <> 0 and not exists (
    select 1 from event where event.seq = task.last_event and event.task_id = task.id)
  union all
  select task_id, prev from event as later
  where prev <> 0 and not exists (
    select 1 from event where event.seq = later.prev and event.task_id = later.task_id)
  order by seq ${atMost('?')}`;

interface EventPlace {
  readonly seq: number;
  readonly task_id: string;
}

/** Events, at most `limit`, that a chain leads to and that are not there, or are another task's. */
export function lostEvents(db: Database, limit: number): readonly EventPlace[] {
  return db.prepare<[number], EventPlace>(LOST).all(limit);
}

/** Events, at most `limit`, that their task does not lead to: a chain that is broken, or an event of no task. */
export function unreachedEvents(db: Database, limit: number): readonly EventPlace[] {
  if (db.prepare<[], number>(MISSED).pluck().get() === 0) return [];
  return db.prepare<[number], EventPlace>(MISSED_EVENTS).all(limit);
}
