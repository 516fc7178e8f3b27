/** RC-P1: every test passed at its first attempt; a pass after a retry is not a pass, a skip needs a listed reason. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import { nameOf } from '../../readings/suite.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { type Found, finding } from '../finding.js';
import { named, passedIn, refsOf, suitesOf, testReason } from './usable-suites.js';

/** Every test passed at its first attempt, and the runner itself was content. */
export function testsAllPassed(check: CheckOf<'tests.allPassed'>, docket: Docket): CheckFinding {
  const { usable, reasons: unusable } = suitesOf(check.suites, docket);
  const reasons = usable.flatMap(({ found, suite }) => {
    const failed = suite.tests.filter(({ status }) => status === 'failed');
    const flaky = suite.tests.filter(({ status, retries }) => status === 'passed' && retries > 0);
    return [
      ...named(failed, (test, index) =>
        testReason('TEST_FAILED', found, {
          because: `${test}: ${inShort(failed[index]?.message ?? 'failed')}`,
          measured: 'failed',
          limit: 'passed',
        }),
      ),
      ...named(flaky, (test, index) =>
        testReason('TEST_FLAKY', found, {
          because: `${test} passed only after ${flaky[index]?.retries} retries`,
          measured: `${flaky[index]?.retries} retries`,
          limit: 'passed at its first attempt',
        }),
      ),
      ...brokenRunner(found, docket, failed.length),
    ];
  });
  const total = usable.reduce((sum, { suite }) => sum + suite.tests.length, 0);
  const passed = usable.reduce((sum, { suite }) => sum + passedIn(suite), 0);
  return finding(check, {
    measured: `${passed} of ${total} passed`,
    limit: 'all, at the first attempt',
    evidence: refsOf(usable),
    reasons: [...unusable, ...reasons],
  });
}

/** Every skipped test is on the list, and the list's permission has not run out. */
export function testsSkipped(check: CheckOf<'tests.skipped'>, docket: Docket): CheckFinding {
  const { usable, reasons: unusable } = suitesOf(check.suites, docket);
  const allowed = new Set(
    docket.policy.skips.filter(({ expires }) => Date.parse(expires) > docket.judgedAt).map(nameOf),
  );
  let skipped = 0;
  const reasons = usable.flatMap(({ found, suite }) => {
    const all = suite.tests.filter(({ status }) => status === 'skipped');
    skipped += all.length;
    return named(
      all.filter((test) => !allowed.has(nameOf(test))),
      (test) =>
        testReason('TEST_SKIPPED_UNLISTED', found, {
          because: `${test} was skipped, and no list permits it`,
          measured: 'skipped',
          limit: 'listed in gates/policy/skips.yaml',
        }),
    );
  });
  return finding(check, {
    measured: `${skipped} skipped`,
    limit: `${allowed.size} listed`,
    evidence: refsOf(usable),
    reasons: [...unusable, ...reasons],
  });
}

/** A runner that ended badly although no test failed: an error outside of tests, or a crash. */
function brokenRunner(found: Found, docket: Docket, failed: number): readonly Reason[] {
  const exitCode = docket.items.get(found.id)?.record?.run.exitCode ?? 0;
  if (exitCode === 0 || failed > 0) return [];
  const because = `the runner of suite ${found.item.name} ended with exit code ${exitCode}, although no test failed`;
  return [testReason('TEST_FAILED', found, { because, measured: `exit ${exitCode}`, limit: 'exit 0' })];
}

const LONGEST = 200;

/** What a test's error says, without the stack below it, on one line. */
function inShort(error: string): string {
  const [said = ''] = error.split(/\n\s+at /, 1);
  const line = said.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
