/** The usual figures of a run in each mode, and the relations any figures must keep. */
import type { Knobs } from '../../gates/record/history.js';
import { minutes, seconds } from './drawn.js';
import { expectWhole, ScenarioError } from './expect.js';

/** Production-like: the backoff is the orchestrator's own default. */
export const SIMULATED_KNOBS: Knobs = {
  leaseMs: seconds(60),
  heartbeatMs: seconds(20),
  pollMs: seconds(2),
  sweepMs: seconds(5),
  backoffMs: [seconds(60), seconds(180), seconds(600)],
  busyWaitMs: 50,
  softTokens: 2000,
  hardTokens: 3500,
  drainMs: minutes(60),
};

/** The same proportions where they matter, in lengths that let a whole run fit into seconds. */
export const REAL_KNOBS: Knobs = {
  leaseMs: 1200,
  heartbeatMs: 300,
  pollMs: 40,
  sweepMs: 200,
  backoffMs: [200, 400, 600],
  busyWaitMs: 50,
  softTokens: 2000,
  hardTokens: 3500,
  drainMs: seconds(12),
};

/** @throws ScenarioError when the figures cannot belong to one run */
export function expectKnobs(field: string, knobs: Knobs): void {
  const { leaseMs, heartbeatMs, softTokens, hardTokens } = knobs;
  if (heartbeatMs * 2 > leaseMs) {
    throw new ScenarioError(`${field}.heartbeatMs`, `at most half the lease of ${leaseMs} ms`, heartbeatMs);
  }
  expectWhole(`${field}.hardTokens`, hardTokens, softTokens);
}
