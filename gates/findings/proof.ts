/** A proof as the report shows it: the matrix of planted bugs and who caught them. Nothing here decides. */
import type { Docket } from '../docket/docket.js';
import type { MutantReading } from '../readings/proof.js';
import type { ProofFinding } from '../verdict/evidence-findings.js';

/** What the judge recomputed of the proof, or null where the profile asks for none or it cannot be read. */
export function proofFinding({ proofs }: Docket): ProofFinding | null {
  const [proof] = proofs.values();
  if (proof === undefined) return null;
  const { runs, accused } = proof.core;
  const checkers = proof.checkers;
  return { mutants: proof.mutants.map(mutantFinding), checkers, core: { runs, accused: accused.length } };
}

function mutantFinding(mutant: MutantReading): ProofFinding['mutants'][number] {
  const { name, breaks, says, runs, seeds, tookMs, others, caughtBy } = mutant;
  return { name, breaks, says, caughtBy: catchOf(caughtBy, breaks), runs, seeds, tookMs, others };
}

function catchOf(caughtBy: MutantReading['caughtBy'], breaks: string) {
  if (caughtBy === null) return null;
  const { scenario, faults, seed, violations } = caughtBy.run;
  const because = violations.find(({ invariant }) => invariant === breaks)?.because ?? '';
  return { scenario, faults, seed, because };
}
