/** Whether the harness can see: every planted bug is caught by the invariant it breaks, and nothing without a bug. */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import type { MutantReading, ProofReading } from '../readings/proof.js';
import type { CheckFinding, Reason } from '../verdict/criterion-finding.js';
import { earlierReasons } from './earlier-finds.js';
import { refutation } from './exploration.js';
import { exposureReasons, type Found, finding, lookUp, reason } from './finding.js';

/** Enough bugs of enough invariants were planted, each was caught by its own, and the system as it is by none. */
export function mutantsCaught(check: CheckOf<'mutants.caught'>, docket: Docket): CheckFinding {
  const found = lookUp(docket, { kind: 'proof', name: check.name, mode: 'simulated' });
  const proof = docket.proofs.get(found.id);
  const limit = `each of at least ${check.mutants} by its own invariant, and nothing without a bug; SIMULATED`;
  if (found.reasons.length > 0 || proof === undefined) {
    return finding(check, { measured: 'no usable proof', limit, reasons: found.reasons });
  }
  const { mutants, core, checkers } = proof;
  const blind = checkers.filter(({ caughtBy }) => caughtBy === null);
  const escaped = mutants.filter(({ caughtBy }) => caughtBy === null);
  const exposure = {
    mutants: { had: mutants.length, needed: check.mutants },
    invariants: { had: new Set(mutants.map(({ breaks }) => breaks)).size, needed: check.invariants },
    scenarios: { had: core.scenarios, needed: check.scenarios },
  };
  const lacking = exposureReasons(exposure, { what: 'the proof', next: found.next, evidence: proof.ref });
  return finding(check, {
    measured:
      `${mutants.length - escaped.length} of ${mutants.length} planted bugs caught; ` +
      `${checkers.length - blind.length} of ${checkers.length} in checkers; ` +
      `without one, ${core.accused.length} of ${core.runs} runs accused`,
    limit,
    exposure,
    evidence: [proof.ref],
    reasons: [
      ...escaped.map((mutant) => missed(mutant, { proof, found })),
      ...blind.map((mutant) => overlooked(mutant, { proof, found })),
      ...core.accused.map((one) => refutation('CORE_ACCUSED', one, found)),
      ...earlierReasons(docket, found, 'CORE_ACCUSED'),
      ...proof.unmatched.map((mutant) => unmatched(mutant, { proof, found })),
      ...lacking,
    ],
  });
}

interface Context {
  readonly proof: ProofReading;
  readonly found: Found;
}

/** Nobody accused it, or only somebody whose business it is not. */
function missed({ name, breaks, says, others, runs }: MutantReading, { proof, found }: Context): Reason {
  const known = others.length > 0;
  return reason(known ? 'MUTANT_MISTAKEN' : 'MUTANT_ESCAPED', {
    because: known
      ? `the bug ${name} is accused by ${others.join(', ')}, but never by the invariant it breaks: ${says}`
      : `the bug ${name} is accused by nobody: ${says}`,
    measured: `${known ? others.join(', ') : 'none'} in ${runs} runs`,
    limit: breaks,
    evidence: proof.ref,
    next: { ...found.next, command: `npx gate prove --mutant ${name}`, takesMs: null },
  });
}

/** No history by hand shows what a checker that is wrong in this way overlooks. */
function overlooked({ name, says }: ProofReading['checkers'][number], { proof, found }: Context): Reason {
  return reason('MUTANT_ESCAPED', {
    because: `the bug ${name} in the checkers is caught by no history of the corpus: ${says}`,
    measured: 'none',
    limit: 'a history that it judges wrong',
    evidence: proof.ref,
    next: found.next,
  });
}

/** The same plan without the bug would have shown that the bug is what was seen. */
function unmatched({ name, breaks, caughtBy }: MutantReading, { proof, found }: Context): Reason {
  return reason('MUTANT_MISTAKEN', {
    because: `${breaks} accuses the bug ${name} in a plan that nobody played without the bug`,
    measured: 'no run without the bug',
    limit: 'one, and nothing accused',
    evidence: caughtBy?.ref ?? proof.ref,
    next: found.next,
  });
}
