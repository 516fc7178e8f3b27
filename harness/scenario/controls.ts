/** Whether what is to prove a scenario is there: the planted bugs are known only where scenarios meet a system. */
import { expectAllOf } from './expect.js';
import type { Scenario } from './scenario.js';

/** The same scenarios. @throws ScenarioError when a control is none of the planted bugs */
export function withControls<Some extends Pick<Scenario, 'id' | 'control'>>(
  scenarios: readonly Some[],
  bugs: readonly { readonly name: string }[],
): readonly Some[] {
  const names = bugs.map(({ name }) => name);
  for (const { id, control } of scenarios) expectAllOf(`${id}: control`, [control], names);
  return scenarios;
}
