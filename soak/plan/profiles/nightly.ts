/** The nightly profile: four hours of profile B's load and faults, for a machine that is free at night. */
import { defineProfile } from '../profile.js';
import { threeDays } from './three-days.js';

export const nightly = defineProfile({
  ...threeDays,
  id: 'soak-nightly',
  letter: 'nightly',
  title: { en: '4 h nightly', ko: '4시간 야간' },
  lengthMs: 4 * 3_600_000,
});
