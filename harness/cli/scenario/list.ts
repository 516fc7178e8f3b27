/** `gate scenario list`: what there is to run, and the planted bug that proves each of them. */
import type { Scenario } from '../../scenario/scenario.js';
import { columns } from '../../terminal/columns.js';

/** One row a scenario: its id, what it says and, in brackets, its control. */
export function scenarioListText(scenarios: readonly Scenario[]): string {
  const rows = scenarios.map(({ id, control, says }) => [id, `${says} (${control})`]);
  return columns([['scenario', 'says (the planted bug that must make it fail)'], ...rows]);
}

/** The same as data. */
export function scenarioListJson(scenarios: readonly Scenario[]): readonly object[] {
  return scenarios.map(({ id, says, needs, guards, mustSee, control }) => ({
    id,
    says,
    needs,
    guards: guards.map(({ invariant }) => invariant),
    mustSee,
    control,
  }));
}
