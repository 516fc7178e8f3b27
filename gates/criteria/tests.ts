/**
 * The test layers: every collected test ran, and passed at its first attempt. A pass after a retry is not a pass,
 * a skip needs a listed reason, and a list that shrank to nothing proves nothing.
 */

import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import { nameOf, type SuiteReading } from '../readings/suite.js';
import type { CollectedTest } from '../record/artefacts.js';
import type { ReasonCode } from '../verdict/codes.js';
import type { CheckFinding, NextAction, Reason } from '../verdict/criterion-finding.js';
import { exposureReasons, type Found, finding, lookUp, reason } from './finding.js';

/** At most this many reasons name single tests; the rest is told as a number. */
const MOST_NAMED = 20;

interface UsableSuite {
  readonly found: Found;
  readonly suite: SuiteReading;
}

interface Suites {
  readonly usable: readonly UsableSuite[];
  /** Why the others are not. */
  readonly reasons: readonly Reason[];
}

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
  const { usable } = suitesOf(check.suites, docket);
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
    reasons: [...unusable(check.suites, docket), ...reasons],
  });
}

/** Every test passed at its first attempt, and the runner itself was content. */
export function testsAllPassed(check: CheckOf<'tests.allPassed'>, docket: Docket): CheckFinding {
  const { usable } = suitesOf(check.suites, docket);
  const reasons = usable.flatMap(({ found, suite }) => {
    const failed = suite.tests.filter(({ status }) => status === 'failed');
    const flaky = suite.tests.filter(({ status, retries }) => status === 'passed' && retries > 0);
    return [
      ...named(failed, (test, index) =>
        testReason('TEST_FAILED', found, {
          because: `${test}: ${firstLine(failed[index]?.message ?? 'failed')}`,
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
    reasons: [...unusable(check.suites, docket), ...reasons],
  });
}

/** Every skipped test is on the list, and the list's permission has not run out. */
export function testsSkipped(check: CheckOf<'tests.skipped'>, docket: Docket): CheckFinding {
  const { usable } = suitesOf(check.suites, docket);
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
    reasons: [...unusable(check.suites, docket), ...reasons],
  });
}

/** Each suite has at least as many passed tests as the policy asks for. Not scaled: a suite always runs whole. */
export function testsMinimum(check: CheckOf<'tests.minimum'>, docket: Docket): CheckFinding {
  const { usable, reasons } = suitesOf(Object.keys(check.cases), docket);
  const exposure = Object.fromEntries(
    usable.map(({ suite }) => [suite.name, { had: passedIn(suite), needed: check.cases[suite.name] ?? 0 }]),
  );
  const low = usable.flatMap(({ found, suite }) => {
    const own = { [suite.name]: exposure[suite.name] ?? { had: 0, needed: 0 } };
    return exposureReasons(own, { what: 'the test suite', next: found.next, evidence: found.record });
  });
  return finding(check, {
    measured: usable.map(({ suite }) => `${suite.name} ${passedIn(suite)}`).join(', '),
    limit: Object.entries(check.cases)
      .map(([suite, cases]) => `${suite} ${cases}`)
      .join(', '),
    exposure,
    evidence: refsOf(usable),
    reasons: [...reasons, ...low],
  });
}

/** The shares of the layers, by number of collected cases. */
export function testsPyramid(check: CheckOf<'tests.pyramid'>, docket: Docket): CheckFinding {
  const names = [...Object.keys(check.target), ...Object.keys(check.countedWith)];
  const { usable, reasons } = suitesOf(names, docket);
  const cases = new Map<string, number>();
  for (const { suite } of usable) {
    const layer = check.countedWith[suite.name] ?? suite.name;
    cases.set(layer, (cases.get(layer) ?? 0) + suite.collected.length);
  }
  const total = Math.max(
    1,
    [...cases.values()].reduce((sum, count) => sum + count, 0),
  );
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  const off = Object.entries(check.target).flatMap(([layer, target]) => {
    const share = (cases.get(layer) ?? 0) / total;
    const found = usable.find(({ suite }) => suite.name === layer)?.found;
    if (found === undefined || Math.abs(share - target) <= check.tolerance + Number.EPSILON) return [];
    const because = `the ${layer} layer has another share of the cases than the pyramid asks for`;
    const limit = `${percent(target)} within ${percent(check.tolerance)}`;
    return [testReason('PYRAMID_OFF', found, { because, measured: percent(share), limit })];
  });
  const shares = Object.keys(check.target).map(
    (layer) => `${layer} ${percent((cases.get(layer) ?? 0) / total)}`,
  );
  return finding(check, {
    measured: shares.join(', '),
    limit: Object.entries(check.target)
      .map(([layer, target]) => `${layer} ${percent(target)}`)
      .join(', '),
    evidence: refsOf(usable),
    reasons: [...reasons, ...off],
  });
}

function suitesOf(names: readonly string[], docket: Docket): Suites {
  const found = names.map((name) =>
    lookUp(docket, { kind: 'test-suite', name, mode: 'wallclock' }, 'SUITE_MISSING'),
  );
  const usable = found.flatMap((one): UsableSuite[] => {
    const suite = docket.suites.get(one.id);
    return one.reasons.length > 0 || suite === undefined ? [] : [{ found: one, suite }];
  });
  return { usable, reasons: found.flatMap(({ reasons }) => reasons) };
}

function unusable(names: readonly string[], docket: Docket): readonly Reason[] {
  return suitesOf(names, docket).reasons;
}

function refsOf(usable: readonly UsableSuite[]) {
  return usable.flatMap(({ found }) => (found.record === null ? [] : [found.record]));
}

function passedIn({ tests }: SuiteReading): number {
  return tests.filter(({ status, retries }) => status === 'passed' && retries === 0).length;
}

/** A runner that ended badly although no test failed: an error outside of tests, or a crash. */
function brokenRunner(found: Found, docket: Docket, failed: number): readonly Reason[] {
  const exitCode = docket.items.get(found.id)?.record?.run.exitCode ?? 0;
  if (exitCode === 0 || failed > 0) return [];
  const because = `the runner of suite ${found.item.name} ended with exit code ${exitCode}, although no test failed`;
  return [testReason('TEST_FAILED', found, { because, measured: `exit ${exitCode}`, limit: 'exit 0' })];
}

function testReason(
  code: ReasonCode,
  found: Found,
  parts: { readonly because: string; readonly measured: string; readonly limit: string },
): Reason {
  const next: NextAction = found.next;
  return reason(code, { ...parts, evidence: found.record, next });
}

function named<T extends CollectedTest>(
  tests: readonly T[],
  make: (name: string, index: number) => Reason,
): readonly Reason[] {
  return tests.slice(0, MOST_NAMED).map((test, index) => make(nameOf(test), index));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
