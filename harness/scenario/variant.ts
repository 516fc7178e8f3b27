/**
 * A scenario changed for one run: another plan than its seed draws, another planted bug, or every guard there is.
 * What it says and its name stay, so that a run can be traced to where it came from.
 */
import { CHECKERS } from '../checkers/catalogue.js';
import type { Plan } from './plan.js';
import type { Scenario } from './scenario.js';

export interface Variant {
  /** The one plan of the variant, whatever the seed. */
  readonly plan: Plan;
  /** The planted bug in place of the scenario's own. */
  readonly control?: string;
}

/** The scenario with a fixed plan: its own guards, and its own marks to see. */
export function withPlan(scenario: Scenario, { plan, control = scenario.control }: Variant): Scenario {
  return { ...scenario, control, plan: () => plan };
}

const UNDEMANDING = { mustSee: [], mustStrike: 'each-kind' } as const;

/** The same, looked at by every checker; it must see nothing in particular. */
export function underEveryGuard(scenario: Scenario, variant: Variant): Scenario {
  return { ...withPlan(scenario, variant), guards: CHECKERS, standing: [], ...UNDEMANDING };
}
