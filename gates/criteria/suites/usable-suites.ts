/** The test suites that a check asks for: those that can be used, and why others cannot. */
import type { Docket } from '../../docket/docket.js';
import { nameOf, type SuiteReading } from '../../readings/suite.js';
import type { CollectedTest } from '../../record/artefacts.js';
import type { ReasonCode } from '../../verdict/codes.js';
import type { EvidenceRef, Reason } from '../../verdict/criterion-finding.js';
import { type Found, lookUp, reason } from '../finding.js';

/** At most this many reasons name single tests; the rest is told as a number. */
export const MOST_NAMED = 20;

export interface UsableSuite {
  readonly found: Found;
  readonly suite: SuiteReading;
}

export interface Suites {
  readonly usable: readonly UsableSuite[];
  /** Why the others are not. */
  readonly reasons: readonly Reason[];
}

/** Looks suites up by name. */
export function suitesOf(names: readonly string[], docket: Docket): Suites {
  const found = names.map((name) =>
    lookUp(docket, { kind: 'test-suite', name, mode: 'wallclock' }, 'SUITE_MISSING'),
  );
  const usable = found.flatMap((one): UsableSuite[] => {
    const suite = docket.suites.get(one.id);
    return one.reasons.length > 0 || suite === undefined ? [] : [{ found: one, suite }];
  });
  return { usable, reasons: found.flatMap(({ reasons }) => reasons) };
}

/** The records of suites. */
export function refsOf(usable: readonly UsableSuite[]): readonly EvidenceRef[] {
  return usable.flatMap(({ found }) => (found.record === null ? [] : [found.record]));
}

/** Tests that passed at their first attempt. */
export function passedIn({ tests }: SuiteReading): number {
  return tests.filter(({ status, retries }) => status === 'passed' && retries === 0).length;
}

/** A reason about a suite, with its record and what makes it anew. */
export function testReason(
  code: ReasonCode,
  found: Found,
  parts: { readonly because: string; readonly measured: string; readonly limit: string },
): Reason {
  return reason(code, { ...parts, evidence: found.record, next: found.next });
}

/** A reason for each of the first tests, by name. */
export function named<T extends CollectedTest>(
  tests: readonly T[],
  make: (name: string, index: number) => Reason,
): readonly Reason[] {
  return tests.slice(0, MOST_NAMED).map((test, index) => make(nameOf(test), index));
}
