/** The failure scenarios, by id. A list and not a search of the folder: what runs is what is written here. */
import type { Scenario } from '../harness/index.js';
import s1 from './S1-lease-contention.js';
import s2 from './S2-stuck-in-progress.js';
import s3 from './S3-duplicate-dispatch.js';
import s4 from './S4-budget-hard-exceed.js';
import s5 from './S5-database-lock.js';
import s6 from './S6-retries-exhausted.js';

export const SCENARIOS: readonly Scenario[] = [s1, s2, s3, s4, s5, s6];

/** The scenario of a full id, or of its number alone (`S2`). @throws Error naming those there are */
export function scenarioNamed(name: string): Scenario {
  const wanted = name.toLowerCase();
  const found = SCENARIOS.find(
    ({ id }) => id.toLowerCase() === wanted || id.toLowerCase().split('-')[0] === wanted,
  );
  if (found) return found;
  const known = SCENARIOS.map(({ id }) => id).join(', ');
  throw new Error(`expected one of these scenarios: ${known}; found "${name}"`);
}
