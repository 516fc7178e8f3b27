/** The figures a system is given when it is only asked who it is or checked for conformance; all lengths in ms. */
import type { Knobs } from '../../../gates/record/history.js';

/** Lengths short enough that a check ends within seconds. */
export const PROBE_KNOBS: Knobs = {
  leaseMs: 500,
  heartbeatMs: 100,
  pollMs: 50,
  sweepMs: 100,
  backoffMs: [50],
  busyWaitMs: 50,
  softTokens: 2000,
  hardTokens: 3500,
  drainMs: 5_000,
};
