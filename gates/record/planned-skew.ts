/**
 * EPS: what the clocks of any two actors may differ by while a plan is played. An actor has one clock fault at a time,
 * the latest, so the furthest ahead and the furthest behind bound it.
 */
/** In ms, of the planned faults; 0 when no clock is touched. `byMs`: how far one sets a clock off. */
export function plannedSkewMs(faults: readonly object[]): number {
  const offsets = faults.map((fault) => ('byMs' in fault ? Number(fault.byMs) : 0));
  return Math.max(0, ...offsets) - Math.min(0, ...offsets);
}
