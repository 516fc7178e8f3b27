/**
 * The smoke profile: a minute of real processes with every kind of fault, scaled down.
 * It proves that the soak itself works; it never stands for the 24 h or 72 h run.
 */
import { defineProfile } from '../profile.js';

export const smoke = defineProfile({
  id: 'soak-smoke',
  letter: 'smoke',
  title: { en: '60 s smoke', ko: '60초 스모크' },
  lengthMs: 60_000,
  warmUpMs: 5_000,
  actors: { submitters: 1, workers: 3, watchdogs: 1, operators: 1 },
  knobs: {
    leaseMs: 2_000,
    heartbeatMs: 500,
    pollMs: 100,
    sweepMs: 250,
    backoffMs: [300, 600, 900],
    busyWaitMs: 50,
    softTokens: 2_000,
    hardTokens: 3_500,
    drainMs: 15_000,
  },
  arrivals: { perMinute: 108, burst: { everyMs: 20_000, forMs: 5_000, perMinute: 240 } },
  maxRetries: 3,
  service: { meanMs: 200, p99Ms: 500 },
  shares: { transient: 0.05, storeBusy: 0.02, duplicate: 0.03, hardExceed: 0.03, lostWorker: 0.015 },
  storeLock: { fromMs: 200, toMs: 400 },
  hangMs: 3_000,
  operator: { everyMs: 20_000, cancelAfterMs: 50, retryAfterMs: 500 },
  objectives: [
    { id: 'success', sli: 'tasks.success_ratio', op: '>=', value: 0.97 },
    { id: 'latency', sli: 'task.end_to_end_p95', op: '<=', value: 5_000 },
    { id: 'nothing-lost', sli: 'tasks.lost_count', op: '==', value: 0 },
    { id: 'duplicates', sli: 'exec.duplicate_count', op: '==', value: 0 },
    { id: 'lease-recovery', sli: 'lease.recovery_ratio', op: '>=', value: 0.99 },
    { id: 'duplicates-stopped', sli: 'keys.duplicates_stopped_ratio', op: '==', value: 1 },
    { id: 'hard-exceeds', sli: 'guardrail.blocked_ratio', op: '==', value: 1 },
  ],
  abort: {
    successBelow: 0.95,
    successWindowMs: 30_000,
    successMinTasks: 20,
    stalledForMs: 10_000,
    gapMs: 10_000,
    clearForMs: 10_000,
  },
  sampleMs: { virtual: 1_000, wall: 1_000 },
});
