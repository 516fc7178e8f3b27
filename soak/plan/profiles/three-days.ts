/**
 * Profile B, 72 h stress: more load, longer bursts, and every kind of fault.
 * Figures required by the soak plan; the lost-worker share and service time are its decisions.
 */
import { defineProfile } from '../profile.js';
import { day } from './day.js';

const minutes = (count: number): number => count * 60_000;
const hours = (count: number): number => minutes(count * 60);

export const threeDays = defineProfile({
  ...day,
  id: 'soak-72h',
  letter: 'B',
  title: { en: '72 h stress', ko: '72시간 스트레스' },
  lengthMs: hours(72),
  arrivals: { perMinute: 5, burst: { everyMs: minutes(60), forMs: minutes(5), perMinute: 20 } },
  shares: { transient: 0.1, storeBusy: 0.02, duplicate: 0.01, hardExceed: 0.01, lostWorker: 0.02 },
  objectives: [
    { id: 'success', sli: 'tasks.success_ratio', op: '>=', value: 0.97 },
    { id: 'latency', sli: 'task.end_to_end_p95', op: '<=', value: 120_000 },
    { id: 'nothing-lost', sli: 'tasks.lost_count', op: '==', value: 0 },
    { id: 'duplicates', sli: 'exec.duplicate_count', op: '==', value: 0 },
    { id: 'duplicates-stopped', sli: 'keys.duplicates_stopped_ratio', op: '==', value: 1 },
    { id: 'hard-exceeds', sli: 'guardrail.blocked_ratio', op: '==', value: 1 },
  ],
});
