/** RC-P1: the suites are there, and what the tree holds, what was collected and what ran are the same tests. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import type { CheckFinding } from '../../verdict/criterion-finding.js';
import { finding } from '../finding.js';
import { MOST_NAMED, named, refsOf, suitesOf, testReason } from './usable-suites.js';

/** Every suite has usable evidence with at least one test. */
export function testsPresent(check: CheckOf<'tests.present'>, docket: Docket): CheckFinding {
  const { usable, reasons } = suitesOf(check.suites, docket);
  const empty = usable.filter(({ suite }) => suite.collected.length === 0);
  return finding(check, {
    measured: `${usable.length - empty.length} of ${check.suites.length} suites`,
    limit: `${check.suites.length} suites with at least one test`,
    evidence: refsOf(usable),
    reasons: [
      ...reasons,
      ...empty.map(({ found, suite }) =>
        testReason('SUITE_MISSING', found, {
          because: `suite ${suite.name} collected no test`,
          measured: '0 tests',
          limit: 'at least 1',
        }),
      ),
    ],
  });
}

/** Every test file has collected tests, every collected test has a result, and every result was collected. */
export function testsInventory(check: CheckOf<'tests.inventory'>, docket: Docket): CheckFinding {
  const { usable, reasons: unusable } = suitesOf(check.suites, docket);
  const reasons = usable.flatMap(({ found, suite }) => [
    ...named(suite.notRun, (test) =>
      testReason('TEST_NOT_RUN', found, {
        because: `${test} was collected, but has no result`,
        measured: 'no result',
        limit: 'one result',
      }),
    ),
    ...named(suite.uncollected, (test) =>
      testReason('CLAIM_MISMATCH', found, {
        because: `${test} has a result, but was never collected`,
        measured: 'not collected',
        limit: 'collected',
      }),
    ),
    ...suite.silentFiles.slice(0, MOST_NAMED).map((file) =>
      testReason('TEST_COUNT_DROPPED', found, {
        because: `${file} lies in the tree, but the runner collected no test of it`,
        measured: '0 tests',
        limit: 'at least 1',
      }),
    ),
    ...suite.unknownFiles.slice(0, MOST_NAMED).map((file) =>
      testReason('CLAIM_MISMATCH', found, {
        because: `tests of ${file} were collected, but no such test file lies in the tree`,
        measured: 'not in the tree',
        limit: 'in the tree',
      }),
    ),
  ]);
  const collected = usable.reduce((sum, { suite }) => sum + suite.collected.length, 0);
  const missing = usable.reduce((sum, { suite }) => sum + suite.notRun.length, 0);
  return finding(check, {
    measured: `${collected - missing} of ${collected} collected tests ran`,
    limit: 'all',
    evidence: refsOf(usable),
    reasons: [...unusable, ...reasons],
  });
}
