/** The failure scenarios, by id. A list and not a search of the folder: what runs is what is written here. */
import type { Scenario } from '../harness/index.js';
import c1 from './C1-lease-contention-crash.js';
import c2 from './C2-stuck-in-progress-crash.js';
import c3 from './C3-duplicate-dispatch-crash.js';
import c4 from './C4-budget-hard-exceed-crash.js';
import c5 from './C5-database-lock-crash.js';
import c6 from './C6-retries-exhausted-crash.js';
import s1 from './S1-lease-contention.js';
import s2 from './S2-stuck-in-progress.js';
import s3 from './S3-duplicate-dispatch.js';
import s4 from './S4-budget-hard-exceed.js';
import s5 from './S5-database-lock.js';
import s6 from './S6-retries-exhausted.js';
import s7 from './S7-zombie-completion.js';
import s8 from './S8-herd-at-expiry.js';
import s9 from './S9-watchdog-against-completion.js';
import s10 from './S10-operator-against-worker.js';
import s11 from './S11-poison-task.js';
import s12 from './S12-retry-storm.js';
import s13 from './S13-slow-heartbeat.js';
import s14 from './S14-duplicate-keys-in-flight.js';
import s15 from './S15-restart-within-claim.js';
import s16 from './S16-backlog-burst.js';
import s17 from './S17-stale-report.js';
import s18 from './S18-store-full-then-freed.js';
import s19 from './S19-lost-replies.js';
import s20 from './S20-io-errors.js';
import s21 from './S21-clock-jump-across-expiry.js';
import s22 from './S22-slow-worker.js';
import s23 from './S23-slow-disk.js';
import s24 from './S24-own-programs.js';

/** What the release gate asks for: the six that its policy names. */
export const SCENARIOS: readonly Scenario[] = [s1, s2, s3, s4, s5, s6];

/** All there is to run: those, narrower ones that each drive one race to its end, and crash variants of the six. */
export const CATALOGUE: readonly Scenario[] = [
  ...SCENARIOS,
  s7,
  s8,
  s9,
  s10,
  s11,
  s12,
  s13,
  s14,
  s15,
  s16,
  s17,
  s18,
  s19,
  s20,
  s21,
  s22,
  s23,
  s24,
  c1,
  c2,
  c3,
  c4,
  c5,
  c6,
];

/** The scenario of a full id, or of its number alone (`S2`). @throws Error naming those there are */
export function scenarioNamed(name: string): Scenario {
  const wanted = name.toLowerCase();
  const found = CATALOGUE.find(
    ({ id }) => id.toLowerCase() === wanted || id.toLowerCase().split('-')[0] === wanted,
  );
  if (found) return found;
  const known = CATALOGUE.map(({ id }) => id).join(', ');
  throw new Error(`expected one of these scenarios: ${known}; found "${name}"`);
}
