/**
 * What the event log says about how well the work goes, one event at a time: so a log of any length is read in
 * pages. It keeps one short story a task and a few counters, and knows nothing of stores or clocks.
 */
import type { TaskEvent } from '../task/event.js';
import type { TaskId } from '../task/task.js';
import type { EpochMs } from '../time.js';

/** How a task's work ended: by itself, or as the duplicate of another task. */
export interface Ending {
  readonly how: 'done' | 'failed' | 'skipped';
  readonly at: EpochMs;
}

/** One task, as far as the indicators care. */
export interface Story {
  /** Null when the log no longer tells of its arrival. */
  readonly arrivedAt: EpochMs | null;
  /** Whether a run failed transiently or lost its lease. */
  readonly troubled: boolean;
  /** Null while something is still to come: a run, a retry, a person. */
  readonly ending: Ending | null;
}

/** A lease that ran out, and when that was noticed. */
export interface Expiry {
  readonly until: number;
  readonly noticedAt: EpochMs;
}

/** Everything counted so far. */
export interface Tally {
  readonly stories: ReadonlyMap<TaskId, Story>;
  readonly retries: Readonly<Record<string, number>>;
  readonly expiries: readonly Expiry[];
  readonly staleWritesRejected: number;
  readonly busyRefusals: number;
}

/** Counts events in the order of the log; those before `since` shape stories but are not counted. */
export function beginTally(since: EpochMs): { take(event: TaskEvent): void; tally(): Tally } {
  const stories = new Map<TaskId, Story>();
  const retries: Record<string, number> = {};
  const expiries: Expiry[] = [];
  let staleWritesRejected = 0;
  let busyRefusals = 0;
  const count = ({ type, data, at }: TaskEvent) => {
    if (type === 'retried') {
      const reason = String(data['reason']);
      retries[reason] = (retries[reason] ?? 0) + 1;
    }
    if (type === 'lease_expired') expiries.push({ until: Number(data['lease_until']), noticedAt: at });
    if (type === 'stale_write_rejected') staleWritesRejected += 1;
    if (type === 'storage_busy') busyRefusals += Number(data['refusals']);
  };
  return {
    take(event) {
      const story = nextStory(stories.get(event.taskId), event);
      if (story !== null) stories.set(event.taskId, story);
      if (event.at >= since) count(event);
    },
    tally: () => ({ stories, retries, expiries, staleWritesRejected, busyRefusals }),
  };
}

/** The story after one more event; null for a row that arrived settled, since its work was done elsewhere. */
function nextStory(story: Story | undefined, event: TaskEvent): Story | null {
  const { type, at, from, to } = event;
  if (type === 'imported' && from === null && to !== null && to !== 'PENDING') return null;
  const isArrival = from === null && to !== null;
  const before = story ?? { arrivedAt: isArrival ? at : null, troubled: false, ending: null };
  return {
    ...before,
    troubled: before.troubled || isTrouble(event),
    ending: to === null ? before.ending : endingOf(event),
  };
}

function isTrouble({ type, data }: TaskEvent): boolean {
  return type === 'lease_expired' || (type === 'failed' && data['class'] === 'transient');
}

function endingOf({ type, data, to, at }: TaskEvent): Ending | null {
  if (to === 'DONE') {
    const isDuplicate = typeof data['duplicate_of'] === 'string';
    return { how: isDuplicate ? 'skipped' : 'done', at };
  }
  const isFinal = to === 'FAILED' && (type !== 'failed' || data['final'] === true);
  return isFinal ? { how: 'failed', at } : null;
}
