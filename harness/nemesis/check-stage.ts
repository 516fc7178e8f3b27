/** Whether a system can stage what a plan asks for; a fault that it cannot must not be left out in silence. */
import { type Plan, type PlannedFault, statementOf } from '../scenario/plan.js';
import type { Capability, SystemUnderTest } from '../sut.js';

/** @throws Error naming the first fault that the system cannot stage */
export function checkStage(
  { scenario, faults }: Pick<Plan, 'scenario' | 'faults'>,
  { name, capabilities }: Pick<SystemUnderTest, 'name' | 'capabilities'>,
): void {
  for (const fault of faults) {
    const needed = neededFor(fault);
    if (needed === null || capabilities.has(needed)) continue;
    const what = fault.kind === 'kill' ? 'kill in the midst of a call' : fault.kind;
    throw new Error(
      `plan of ${scenario}: fault ${fault.id} (${what}) needs a system with ${needed}, and ${name} does not offer it`,
    );
  }
}

/** What a system must offer for a fault to be staged; null for one that needs nothing of it. */
export function neededFor(fault: PlannedFault): Capability | null {
  if ('byMs' in fault) return 'clock-faults';
  const isStaged = fault.kind === 'store-full' || fault.kind === 'slow-disk' || statementOf(fault) !== null;
  return isStaged ? 'store-faults' : null;
}
