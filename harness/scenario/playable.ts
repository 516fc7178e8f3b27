/** Whether the parts of a plan fit together: tasks under ids of their own, and nothing that aims at nobody. */
import { neededFor } from '../nemesis/check-stage.js';
import type { Capability } from '../sut.js';
import { castOf } from '../workload/cast.js';
import { expectAllOf, ScenarioError } from './expect.js';
import { type Actors, isOfStore, type Plan, type UnnamedFault } from './plan.js';

/** @throws ScenarioError when an id is given twice, or an operation is on a task that is not there */
export function expectPlayable(field: string, { tasks, operations }: Plan): void {
  const ids = new Set<string>();
  for (const { submit, fault } of tasks) {
    if (fault !== null) continue;
    if (ids.has(submit.id)) {
      const expected = 'an id of its own for every task, so another "named" in each tasks({…})';
      throw new ScenarioError(`${field}.work`, expected, submit.id);
    }
    ids.add(submit.id);
  }
  for (const [nth, { task }] of operations.entries()) {
    if (ids.has(task)) continue;
    throw new ScenarioError(`${field}.operations[${nth}].task`, `one of ${rangesOf(ids)}`, task);
  }
}

/** The same faults. @throws ScenarioError when one of them is aimed at an actor who does not take part */
export function aimed(faults: readonly UnnamedFault[], actors: Actors): readonly UnnamedFault[] {
  const targets = ['any', ...Object.values(castOf(actors)).flat()];
  for (const { kind, target } of faults) {
    if (!isOfStore(kind)) expectAllOf(`${kind}: actor`, [target], targets);
  }
  return faults;
}

/** @throws ScenarioError when something of the plan needs what the scenario does not: it would be played without it */
export function expectNeeded(field: string, { faults, actors }: Plan, needs: readonly Capability[]): void {
  if (actors.programs !== undefined && !needs.includes('own-programs')) {
    throw new ScenarioError(`${field}.actors.programs`, 'own-programs among its needs', needs);
  }
  for (const fault of faults) {
    const needed = neededFor(fault);
    if (needed === null || needs.includes(needed)) continue;
    throw new ScenarioError(`${field}.faults`, `${needed} among its needs, for its ${fault.kind}`, needs);
  }
}

/** `held-1 to held-8, brief-1` */
function rangesOf(ids: ReadonlySet<string>): string {
  const kinds = new Map<string, readonly [first: string, last: string]>();
  for (const id of ids) {
    const kind = id.replace(/-\d+$/, '');
    kinds.set(kind, [kinds.get(kind)?.[0] ?? id, id]);
  }
  return [...kinds.values()]
    .map(([first, last]) => (first === last ? first : `${first} to ${last}`))
    .join(', ');
}
