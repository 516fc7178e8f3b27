/** What a list of measured times comes to. Pure. */

/** The value at share `p` of the sorted values, by nearest rank: element ⌈p·n⌉. @throws Error when there are none */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
  if (value === undefined) throw new Error('expected at least one measured value, found none');
  return value;
}

/** Rounded to so many digits after the point. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
