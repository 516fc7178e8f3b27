/**
 * Retention: deletes DONE tasks with their events, a short transaction at a time. It walks from the newest task to the
 * oldest by their place, so that a step costs the same however much is stored and needs no index of its own; and a
 * duplicate, which came later, goes before the task it repeats.
 */
import { Invalid } from '../../../errors.js';
import { wholeFrom } from '../../../task/ids.js';
import type { TaskId } from '../../../task/task.js';
import { type DurationMs, type EpochMs, seconds } from '../../../time.js';
import type { Pruned, PruneTerms, Pruning } from '../../pruning.js';
import type { Store } from '../../store.js';
import { chainOf } from '../record/chain.js';
import type { Uses } from '../record/lazily.js';
import { atMost } from '../record/plan-once.js';
import type { Session } from '../record/session.js';

/** The least age: the tokens of a day are added up from its events, and late writers of a run are long gone. */
const LEAST_AGE: DurationMs = seconds(24 * 60 * 60);

/** The next stretch of tasks: how many there are, and the lowest place among them. */
export const STRETCH = `
  select count(*) as looked, min(seq) as lowest
  from (select seq from task where seq < @below order by seq desc ${atMost('@limit')})`;
const OLD = `status = 'DONE' and settled_at < @settledBefore`;
export const OLD_IN_STRETCH = `
  select seq from task where seq >= @lowest and seq < @below and ${OLD} order by seq desc`;
/** The conditions of the triggers, and none of its events is younger or the newest of all. */
const STILL_PRUNABLE = `
  select id from task where seq = @seq and ${OLD} and seq < (select max(seq) from task)
    and (idempotency_key is null or duplicate_of is not null or (
      settled_at < @keysSettledBefore and not exists (
        select 1 from task as other where other.idempotency_key = task.idempotency_key and other.seq <> task.seq)))
    and not exists (
      ${chainOf('seq = @seq')} select 1 from chain where at >= @settledBefore or seq = (select max(seq) from event))`;
const RECORD = `
  insert into pruning (settled_before, keys_settled_before, actor, at, tasks, events)
  values (@settledBefore, @keysSettledBefore, @actor, @at, @tasks, @events)
  on conflict do update set at = excluded.at, tasks = tasks + excluded.tasks, events = events + excluded.events`;

const PRUNINGS = `
  select at, actor, settled_before as settledBefore, nullif(keys_settled_before, 0) as keysSettledBefore, tasks, events
  from pruning order by at, settled_before, keys_settled_before, actor`;

/** The span of a pruning as the statements take it; a key settled before 0 does not exist. */
interface Span {
  readonly settledBefore: EpochMs;
  readonly keysSettledBefore: EpochMs;
}
interface Stretch {
  readonly looked: number;
  readonly lowest: number | null;
}
type Count = Pick<Pruned, 'ids' | 'events'>;

interface PruneUses extends Uses {
  /** `role:name`, kept with the pruning. */
  readonly actor: string;
}

export function preparePruning(uses: PruneUses): Pick<Store, 'prune' | 'prunings'> {
  const { read } = uses.connection;
  const { db, now } = uses.session;
  const pruning = uses.lazily((session) => ({
    look: prepareLook(session),
    deletion: prepareDeletion(session, uses.actor),
    count: prepareCount(session),
  }));
  return {
    async prune(terms) {
      wholeFrom(1, terms.limit, 'limit');
      const { look, deletion, count } = pruning();
      const { old, next, span } = read(() => {
        checkAge(terms, now());
        return look(terms);
      });
      if (old.length === 0) return { ids: [], events: 0, next };
      const counted =
        terms.effect === 'rehearse'
          ? read(() => count(old, span))
          : await uses.write(() => deletion(old, span));
      return { ...counted, next };
    },
    prunings: async () => read(() => db.prepare<[], Pruning>(PRUNINGS).all()),
  };
}

function checkAge({ settledBefore, keysSettledBefore = 0 as EpochMs }: PruneTerms, now: EpochMs): void {
  for (const instant of [settledBefore, keysSettledBefore]) {
    wholeFrom(0, instant, 'the instant before which tasks were settled, in ms,');
    if (instant <= now - LEAST_AGE) continue;
    throw new Invalid(`expected to prune what was settled at least a day ago, got ${now - instant} ms ago`, {
      hint: 'younger tasks are still needed for the tokens of the day',
    });
  }
}

/** What a step finds: the tasks that may be old enough, newest first. */
function prepareLook({ db }: Session) {
  const stretch = db.prepare<object, Stretch>(STRETCH);
  const oldIn = db.prepare<object, number>(OLD_IN_STRETCH).pluck();
  return ({ settledBefore, keysSettledBefore = 0 as EpochMs, limit, below: from }: PruneTerms) => {
    const span: Span = { settledBefore, keysSettledBefore };
    const below = from ?? Number.MAX_SAFE_INTEGER;
    const { looked, lowest } = stretch.get({ below, limit }) ?? { looked: 0, lowest: null };
    const old = lowest === null ? [] : oldIn.all({ settledBefore, below, lowest });
    return { old, span, next: looked < limit ? null : lowest };
  };
}

/** Deletes, in the caller's transaction, what is still as it was found. */
function prepareDeletion({ db, now }: Session, actor: string) {
  const stillPrunable = db.prepare<object, TaskId>(STILL_PRUNABLE).pluck();
  const open = db.prepare('insert into pruning_open values (1, @settledBefore, @keysSettledBefore)');
  const close = db.prepare('delete from pruning_open');
  const bury = db.prepare('insert into pruned_task select id, settled_at from task where seq = ?');
  const deleteEvents = db.prepare(
    `delete from event where seq in (${chainOf('id = ?')} select seq from chain)`,
  );
  const deleteTask = db.prepare('delete from task where seq = ?');
  const record = db.prepare(RECORD);
  return (old: readonly number[], span: Span): Count => {
    const ids: TaskId[] = [];
    let events = 0;
    open.run(span);
    for (const seq of old) {
      const id = stillPrunable.get({ seq, ...span });
      if (id === undefined) continue;
      bury.run(seq);
      events += deleteEvents.run(id).changes;
      deleteTask.run(seq);
      ids.push(id);
    }
    close.run();
    if (ids.length > 0) record.run({ ...span, tasks: ids.length, events, actor, at: now() });
    return { ids, events };
  };
}

/** Counts what would go, of tasks whose duplicates still stand in their way none. */
function prepareCount({ db }: Session) {
  const stillPrunable = db.prepare<object, TaskId>(STILL_PRUNABLE).pluck();
  const eventsOf = db.prepare<[string], number>(`${chainOf('id = ?')} select count(*) from chain`).pluck();
  return (old: readonly number[], span: Span): Count => {
    const ids = old.flatMap((seq) => stillPrunable.get({ seq, ...span }) ?? []);
    return { ids, events: ids.reduce((sum, id) => sum + (eventsOf.get(id) ?? 0), 0) };
  };
}
