/**
 * The gate's own refusals. Findings about evidence are data in the verdict;
 * only what leaves nothing to judge is thrown.
 */

/** The policy, or the way it was asked for, cannot yield a verdict. Maps to exit code 64. */
export class PolicyError extends Error {
  readonly code = 'POLICY';
  readonly exitCode = 64;
}
