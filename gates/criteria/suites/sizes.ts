/** RC-P1 and RC-A1: a list of tests that shrank proves little, and the layers have the shares of a pyramid. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import type { CheckFinding } from '../../verdict/criterion-finding.js';
import { exposureReasons, finding } from '../finding.js';
import { passedIn, refsOf, suitesOf, testReason } from './usable-suites.js';

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
