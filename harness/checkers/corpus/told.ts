/**
 * A whole run by hand, which every checker can judge, and the invariants that must accuse it. The final
 * read is written as the lives of its tasks, so that rows and events agree.
 */
import type { FinalState, History, SystemEvent, TaskRow, TaskStatus } from '../../../gates/record/history.js';
import { event, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import type { InvariantId } from '../checker.js';

export interface Told {
  readonly says: string;
  readonly history: History;
  readonly final: FinalState;
  /** What the calls alone let one expect of the final read. */
  readonly expected: FinalState;
  /** The invariants that must accuse it, by number, and no others. */
  readonly accused: readonly InvariantId[];
}

/** A task's states, one after the other, and what is special about its row. */
export interface Life {
  readonly task: string;
  readonly states: readonly TaskStatus[];
  readonly row?: Partial<TaskRow>;
}

export function life(task: string, states: string, facts: Partial<TaskRow> = {}): Life {
  const long = { P: 'PENDING', R: 'IN_PROGRESS', D: 'DONE', F: 'FAILED', B: 'BLOCKED' } as const;
  return { task, states: [...states].map((letter) => long[letter as keyof typeof long]), row: facts };
}

type Act = (history: HistoryBuilder) => void;
/** What a run does before everything is healed, from then until it has drained, and after that. */
export type Acts = readonly [before: Act, healed?: Act, drained?: Act];

/** A whole run, from its first call on, with both of its marks. */
function played(...[before, healed, drained]: Acts): History {
  const history = new HistoryBuilder();
  before(history);
  history.mark('heal');
  healed?.(history);
  history.mark('drained');
  drained?.(history);
  return history.history();
}

/** A run in which nothing went wrong. */
export function good(says: string, lives: readonly Life[], ...acts: Acts): Told {
  const final = finalOf(...lives);
  return { says, history: played(...acts), final, expected: final, accused: [] };
}

/** A run in which one thing went wrong, and who must accuse it. `expected` is the final read where nothing is said. */
export function bad(
  [says, ...accused]: readonly [string, ...InvariantId[]],
  { final, expected = final }: Pick<Told, 'final'> & Partial<Pick<Told, 'expected'>>,
  ...acts: Acts
): Told {
  return { says, history: played(...acts), final, expected, accused };
}

/** A first run of a task, without trouble. */
export function work(history: HistoryBuilder, worker: string, task: string): void {
  history.claim(worker, task, 1);
  history.complete(worker, task, 1);
}

export function finalOf(...lives: readonly Life[]): FinalState {
  const events: SystemEvent[] = [];
  const tasks = lives.map(({ task, states, row: facts }) => {
    let run = 0;
    for (const [position, state] of states.entries()) {
      const before = states[position - 1] ?? '-';
      if (state === 'IN_PROGRESS') run += 1;
      const type = before === 'PENDING' && state === 'DONE' ? 'idempotency_skipped' : 'event';
      events.push(event(`${events.length + 1} ${task} ${run} ${before}>${state}`, type));
    }
    return row(task, { status: states.at(-1) ?? 'PENDING', run, ...facts });
  });
  return { tasks, events };
}
