/** Figures of a soak as a person reads them. Pure. */

const UNITS: readonly (readonly [number, string])[] = [
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** A length in its natural unit, at most two decimals. */
export function lengthText(ms: number): string {
  const [size, unit] = UNITS.find(([from]) => ms >= from) ?? [1, 'ms'];
  return `${Number((ms / size).toFixed(2))} ${unit}`;
}

/** The unit of an indicator, by its id. */
export function unitOf(sli: string): 'ms' | 'share' | 'count' {
  if (sli.endsWith('_p95')) return 'ms';
  return sli.endsWith('_count') ? 'count' : 'share';
}

/** An indicator's value with its unit; null is said, never shown as zero. */
export function valueText(sli: string, value: number | null): string {
  if (value === null) return 'no data';
  const unit = unitOf(sli);
  if (unit === 'ms') return lengthText(value);
  return unit === 'count' ? String(value) : `${Number((value * 100).toFixed(3))} %`;
}
