/**
 * EPS: what the clocks of any two actors may differ by while a plan is played. An actor has one clock fault at a time,
 * the latest, so the furthest ahead and the furthest behind bound it.
 */
import type { PlannedFault } from './plan.js';

/** In ms; 0 when no clock is touched. */
export function plannedSkewMs(faults: readonly PlannedFault[]): number {
  const offsets = faults.map((fault) => ('byMs' in fault ? fault.byMs : 0));
  return Math.max(0, ...offsets) - Math.min(0, ...offsets);
}
