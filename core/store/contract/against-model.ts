/**
 * The conformance suite's strongest case: random commands against a store and a model that must agree on every
 * answer, every refusal and every field of every task. A difference is shrunk to the fewest commands that show it.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LeaseProof, Task } from '../../task/task.js';
import type { Bench, OpenBench } from './bench.js';
import { type Command, commands, isHeld, isOperation, type Outcome, perform } from './commands.js';
import { emptyModel, type Model, type ModelTask } from './model.js';
import { operate, sweep } from './model-operator.js';
import { asHolder, claim, enforce, enqueue } from './model-worker.js';

/** A store under test, and the leases it gave. */
interface Real {
  readonly bench: Bench;
  readonly proofs: LeaseProof[];
}

/** What the model says to a command. */
function predict(model: Model, command: Command): Outcome {
  if (isHeld(command)) return asHolder(model, command);
  if (isOperation(command)) return operate(model, command);
  switch (command.verb) {
    case 'wait':
      model.now += command.ms;
      return null;
    case 'enqueue':
      return enqueue(model, command);
    case 'claim':
      return claim(model, command);
    case 'sweep':
      return sweep(model, command);
    case 'enforce':
      return enforce(model, command);
  }
}

/** One command, played on both. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #command: Command;

  constructor(command: Command) {
    this.#command = command;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, { bench, proofs }: Real): Promise<void> {
    const expected = predict(model, this.#command);
    const found = await perform(bench, this.#command, proofs);
    expect({ answer: found, tasks: await allTasks(bench) }).toEqual({
      answer: expected,
      tasks: model.tasks.map(({ taken: _, spent: __, waitsUntil: ___, ...told }) => told),
    });
  }

  toString(): string {
    const { verb, id, proof, ms } = this.#command;
    if (verb === 'wait') return `wait ${ms} ms`;
    return isHeld(this.#command) ? `${verb} with proof ${proof}` : `${verb} ${id}`;
  }
}

/** What a store tells of a task. */
type ToldTask = Omit<ModelTask, 'taken' | 'spent' | 'waitsUntil'>;

/** A store's tasks in the words of the model, in order of arrival. */
async function allTasks({ store }: Bench): Promise<readonly ToldTask[]> {
  const tasks = await store.list({ limit: 1_000 });
  return tasks.map(inModelWords).sort((one, other) => one.seq - other.seq);
}

function inModelWords(task: Task): ToldTask {
  const { id, seq, priority, maxRetries, status, run, retries } = task;
  return {
    ...{
      id,
      seq,
      priority,
      maxRetries,
      status,
      run,
      retries,
      key: task.idempotencyKey,
      tokens: task.tokensUsed,
    },
    holder: task.status === 'IN_PROGRESS' ? task.lease.holder : null,
    until: task.status === 'IN_PROGRESS' ? task.lease.until : null,
    availableAt: task.status === 'PENDING' ? task.availableAt : null,
    settledAt: 'settledAt' in task ? task.settledAt : null,
    retryAt: task.status === 'FAILED' ? task.retryAt : null,
    failureClass: task.status === 'FAILED' ? task.failureClass : null,
    blockedReason: task.status === 'BLOCKED' ? task.blockedReason : null,
    duplicateOf: task.status === 'DONE' ? task.duplicateOf : null,
  };
}

/** How hard to look: how many runs of how many commands, and from which seed. */
export interface Search {
  readonly numRuns: number;
  readonly maxCommands: number;
  readonly seed: number;
}

/** Looks for commands on which store and model differ; the shortest found stands in the details. */
export async function searchDifference(
  open: () => Promise<Bench>,
  { numRuns, maxCommands, seed }: Search,
): Promise<fc.RunDetails<[Iterable<fc.AsyncCommand<Model, Real>>]>> {
  const steps = fc.commands([commands.map((command) => new Step(command))], { maxCommands, size: 'max' });
  const property = fc.asyncProperty(steps, (played) =>
    fc.asyncModelRun(async () => {
      const bench = await open();
      return { model: emptyModel(bench.clock.now()), real: { bench, proofs: [] } };
    }, played),
  );
  return fc.check(property, { numRuns, seed });
}

export function modelContract(open: OpenBench): void {
  it('does what a small model of the contract does, command by command', async () => {
    const details = await searchDifference(open, { numRuns: 100, maxCommands: 50, seed: 20_260_101 });
    expect(details.failed, fc.defaultReportMessage(details)).toBe(false);
  });
}
