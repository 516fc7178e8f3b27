/**
 * Which work of a soak could move, and from when, told by the system's own log, one change of state after the other.
 * Tasks of one key are one piece of work: while one of them runs the others wait, and else it can move once all of
 * them are due, whoever of them comes first. Where the log leaves an instant open, the later one is taken.
 */
import type { SystemEvent, TaskRow } from '../../record/history.js';
import { operatorActed } from '../../replay/stories.js';
import type { ReplayedRun } from '../run.js';

interface Work {
  readonly running: Set<string>;
  /** When each waiting task is due, ms since the epoch. */
  readonly waiting: Map<string, number>;
}

export class MovableWork {
  readonly #soak: ReplayedRun;
  /** The last change of each task: only there its row says when it is due. */
  readonly #last: ReadonlyMap<string, SystemEvent>;
  readonly #works = new Map<string, Work>();
  readonly #retries = new Map<string, number>();
  /** When work that waits and is not at work is due; the longest waiting first. */
  readonly #due = new Map<string, number>();

  constructor(soak: ReplayedRun) {
    this.#soak = soak;
    const changes = soak.final.events.filter(({ to }) => to !== null);
    this.#last = new Map(changes.map((event) => [event.task, event]));
  }

  /** Takes the next change of state. */
  take(event: SystemEvent): void {
    const { task, to } = event;
    const name = this.#nameOf(task);
    const work = this.#works.get(name) ?? { running: new Set(), waiting: new Map() };
    this.#works.set(name, work);
    const due = this.#dueAfter(event, work.waiting.get(task) ?? null);
    work.running.delete(task);
    work.waiting.delete(task);
    if (to === 'IN_PROGRESS') work.running.add(task);
    if (due !== null) work.waiting.set(task, due);
    this.#due.delete(name);
    if (work.running.size === 0 && work.waiting.size > 0) {
      this.#due.set(name, Math.max(...work.waiting.values()));
    }
  }

  /** The first instant from `at` on at which some work can move, ms since the epoch; infinite where there is none. */
  dueAt(at: number): number {
    let first = Number.POSITIVE_INFINITY;
    for (const due of this.#due.values()) {
      if (due <= at) return at;
      first = Math.min(first, due);
    }
    return first;
  }

  /** When a task is due that waits after a change; null when it does not wait for the system alone. */
  #dueAfter(event: SystemEvent, before: number | null): number | null {
    const { task, to } = event;
    if (to !== 'PENDING' && to !== 'FAILED') return null;
    const row = this.#last.get(task) === event ? (this.#soak.replayed.rows.get(task) ?? null) : null;
    if (to === 'FAILED' && !this.#retryComes(task, row)) return null;
    const due = this.#promised(event, before);
    return Math.max(due, row?.availableAt ?? due);
  }

  /** At the end the row says whether a retry comes; before, one came if only the watchdog can have given it. */
  #retryComes(task: string, row: TaskRow | null): boolean {
    if (row !== null) return row.availableAt !== null;
    const story = this.#soak.replayed.stories.tasks.get(task);
    return story !== undefined && !operatorActed(story);
  }

  /** What is new is due at once. A failure waits from its own instant on, and not again when it is put back. */
  #promised({ task, from, to, at }: SystemEvent, before: number | null): number {
    if (from === null) return at;
    const { backoffMs } = this.#soak.run.header.knobs;
    const granted = this.#retries.get(task) ?? 0;
    if (to === 'PENDING') this.#retries.set(task, granted + 1);
    return before ?? at + (backoffMs[Math.min(granted, backoffMs.length - 1)] ?? 0);
  }

  #nameOf(task: string): string {
    const key = this.#soak.replayed.rows.get(task)?.idempotencyKey ?? null;
    return key === null ? `task ${task}` : `key ${key}`;
  }
}
