/**
 * Profile A, 24 h stability: steady load with a short burst every quarter of an hour.
 * Figures required by the soak plan; the lost-worker share and service time are its decisions.
 */
import { defineProfile } from '../profile.js';

const minutes = (count: number): number => count * 60_000;
const hours = (count: number): number => minutes(count * 60);

export const day = defineProfile({
  id: 'soak-24h',
  letter: 'A',
  title: { en: '24 h stability', ko: '24시간 안정성' },
  lengthMs: hours(24),
  warmUpMs: minutes(1),
  actors: { submitters: 1, workers: 3, watchdogs: 1, operators: 1 },
  knobs: {
    leaseMs: 60_000,
    heartbeatMs: 15_000,
    pollMs: 5_000,
    sweepMs: 5_000,
    backoffMs: [60_000, 180_000, 600_000],
    busyWaitMs: 50,
    softTokens: 2_000,
    hardTokens: 3_500,
    drainMs: minutes(30),
  },
  arrivals: { perMinute: 2, burst: { everyMs: minutes(15), forMs: minutes(3), perMinute: 8 } },
  maxRetries: 3,
  service: { meanMs: 3_000, p99Ms: 15_000 },
  shares: { transient: 0.05, storeBusy: 0, duplicate: 0, hardExceed: 0, lostWorker: 0.01 },
  storeLock: { fromMs: 100, toMs: 1_000 },
  hangMs: 75_000,
  operator: { everyMs: hours(1), cancelAfterMs: 500, retryAfterMs: 5_000 },
  objectives: [
    { id: 'success', sli: 'tasks.success_ratio', op: '>=', value: 0.99 },
    { id: 'latency', sli: 'task.end_to_end_p95', op: '<=', value: 90_000 },
    { id: 'nothing-lost', sli: 'tasks.lost_count', op: '==', value: 0 },
    { id: 'duplicates', sli: 'exec.duplicate_count', op: '==', value: 0 },
    { id: 'lease-recovery', sli: 'lease.recovery_ratio', op: '>=', value: 0.99 },
  ],
  abort: {
    successBelow: 0.95,
    successWindowMs: minutes(30),
    successMinTasks: 20,
    stalledForMs: minutes(10),
    gapMs: minutes(15),
    clearForMs: minutes(5),
  },
  sampleMs: { virtual: 60_000, wall: 30_000 },
});
