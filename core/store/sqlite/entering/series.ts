/**
 * Tasks that take the next free numbers of a series for their ids. The numbers are chosen inside the caller's
 * transaction, so that two callers never get the same ones; those of pruned tasks count.
 * Looking through a whole series takes long when it has millions of tasks. So that happens before the transaction, and
 * within it only what has come since is looked at.
 */
import type { CheckedDraft } from '../../../task/draft.js';
import { taskId } from '../../../task/ids.js';
import type { Task } from '../../../task/task.js';
import type { Session } from '../record/session.js';

/** Fewest digits of a number, and most of one that still counts as a number of the series. */
const DIGITS = { least: 3, most: 12 } as const;
/** Most series whose highest number is remembered. */
const MOST_KNOWN = 100;

const HIGHEST = `max(cast(substr(id, length(@prefix) + 1) as integer))`;
const IS_NUMBERED = `
  length(id) <= length(@prefix) + ${DIGITS.most}
  and substr(id, length(@prefix) + 1) <> '' and substr(id, length(@prefix) + 1) not glob '*[^0-9]*'`;
/** `:` follows `9`: it holds exactly the ids that go on with a digit, and is read from the index. */
const IN_RANGE = `id >= @prefix and id < @prefix || ':'`;
const OF_ALL = `
  select ${HIGHEST}
  from (select id from task where ${IN_RANGE} union all select id from pruned_task where ${IN_RANGE})
  where ${IS_NUMBERED}`;
/** The `+` keeps the engine from looking through the index of ids in place of the newest rows. */
export const OF_NEWER = `
  select ${HIGHEST} from task
  where seq > @newest and +id >= @prefix and +id < @prefix || ':' and ${IS_NUMBERED}`;
const STATE = `
  select (select coalesce(max(seq), 0) from task) as newest, (select coalesce(sum(tasks), 0) from pruning) as pruned`;

/** What a store held: its newest task, and how many tasks were pruned. */
interface State {
  readonly newest: number;
  readonly pruned: number;
}
/** The highest number of a series among what the store held. */
interface Mark extends State {
  readonly highest: number;
}

export interface Series {
  /** Looks through a series. What it sees must be committed: another task may get the place of one that is undone. */
  look(prefix: string): void;
  /** Adds `drafts` in order as `<prefix><number>`; their own ids are not used. */
  enqueue(prefix: string, drafts: readonly CheckedDraft[]): readonly Task[];
}

export function prepareSeries({ db }: Session, enqueue: (draft: CheckedDraft) => Task): Series {
  const ofAll = db.prepare<object, number | null>(OF_ALL).pluck();
  const ofNewer = db.prepare<object, number | null>(OF_NEWER).pluck();
  const state = db.prepare<[], State>(STATE);
  const marks = new Map<string, Mark>();

  const mark = (prefix: string): Mark => {
    const { newest, pruned } = state.get() ?? { newest: 0, pruned: 0 };
    const known = marks.get(prefix);
    if (known?.pruned !== pruned) return { highest: ofAll.get({ prefix }) ?? 0, newest, pruned };
    const since = ofNewer.get({ prefix, newest: known.newest }) ?? 0;
    return { highest: Math.max(known.highest, since), newest, pruned };
  };
  return {
    look(prefix) {
      const found = mark(prefix);
      marks.delete(prefix);
      marks.set(prefix, found);
      for (const oldest of marks.keys()) {
        if (marks.size <= MOST_KNOWN) break;
        marks.delete(oldest);
      }
    },
    enqueue(prefix, drafts) {
      const { highest } = mark(prefix);
      return drafts.map((draft, index) => {
        const number = String(highest + index + 1).padStart(DIGITS.least, '0');
        return enqueue({ ...draft, id: taskId(`${prefix}${number}`) });
      });
    },
  };
}
