/** The test suites as the report shows them. */
import type { Docket } from '../docket/docket.js';
import type { SuiteFinding } from '../verdict/evidence-findings.js';

/** Most failures of a suite that are told in full. */
const MOST_FAILURES = 50;

/** Every suite that was read, with its numbers and what failed in it. */
export function suiteFindings({ suites }: Docket): readonly SuiteFinding[] {
  return [...suites.values()].map(({ name, collected, tests }) => {
    const count = (status: string): number => tests.filter((test) => test.status === status).length;
    const failed = tests.filter(({ status }) => status === 'failed');
    return {
      name,
      collected: collected.length,
      passed: count('passed'),
      failed: failed.length,
      skipped: count('skipped'),
      durationMs: tests.reduce((sum, { durationMs }) => sum + durationMs, 0),
      failures: failed
        .slice(0, MOST_FAILURES)
        .map((test) => ({ name: `${test.file} > ${test.name}`, message: test.message ?? 'failed' })),
    };
  });
}
