/** Test support: definitions that are right but for one change, whatever its type says. */
import { perMinute } from '../arrivals.js';
import { scenario } from '../define.js';
import { seconds } from '../drawn.js';
import { after, anyWorker, kill } from '../faults.js';
import { works } from '../runs.js';
import type { Scenario } from '../scenario.js';
import { type TasksTerms, tasks } from '../tasks.js';
import type { Staging } from '../terms.js';
import { EXAMPLE_TERMS } from './example-terms.js';

/** Five tasks of one kind. */
export const JOB: TasksTerms = {
  named: 'job',
  count: 5,
  arrivals: perMinute(10),
  runs: [works({ for: 1 })],
};

const PLAIN: Staging = {
  work: [tasks(JOB)],
  faults: [after(seconds(3), kill(anyWorker, { for: 1 }))],
};

/** Defines a scenario that differs in that. */
export const defined = (change: object) => (): Scenario =>
  scenario({ ...EXAMPLE_TERMS, simulated: PLAIN, real: PLAIN, ...change });

/** Defines one whose real staging differs in that. */
export const definedReal = (change: object) => defined({ real: { ...PLAIN, ...change } });
