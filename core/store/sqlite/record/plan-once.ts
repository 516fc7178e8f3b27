/**
 * How a parameter is written so that the engine plans its statement once. Where a plan could depend on a parameter's
 * value (a bare limit; a bare comparison of a column that a partial index tests) it plans the statement anew whenever
 * the parameter is bound, which costs several times the statement itself.
 */

/** A limit that is a parameter: `?` or `@name`. */
export function atMost(parameter: string): string {
  return `limit cast(${parameter} as integer)`;
}
