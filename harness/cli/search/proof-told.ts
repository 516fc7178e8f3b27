/** A proof as people and programs read it: the matrix as text, and the same as JSON of a stable form. Pure. */
import type { JobResult } from '../../search/job.js';
import type { MutantProof, Proof } from '../../search/prove-mutants.js';
import { columns } from '../../terminal/columns.js';
import { findText } from './explore-text.js';

/** What `gate prove --json` prints. Fields may be added; none changes its meaning under this `schema`. */
export interface ToldProof {
  readonly schema: 'gate/proof/v1';
  /** Every planted bug is caught by the invariant it breaks or its history, and nothing is accused without one. */
  readonly proven: boolean;
  /** Wall clock, ms. */
  readonly tookMs: number;
  readonly mutants: readonly ToldMutant[];
  /** Every bug planted in the checkers, and the history by hand that catches it, in words; null when none does. */
  readonly checkers: Proof['checkers'];
  /** The same plans, on the system as it is. */
  readonly core: {
    readonly runs: number;
    readonly accused: readonly (ToldPlan &
      Pick<JobResult, 'outcome' | 'violations' | 'problems' | 'files'>)[];
  };
}

interface ToldPlan {
  readonly scenario: string;
  readonly faults: 'planned' | 'swarm';
  readonly seed: number;
}

interface ToldMutant extends Pick<MutantProof, 'name' | 'breaks' | 'says' | 'runs' | 'seeds' | 'tookMs'> {
  /** The first run in which the invariant it breaks accused it, and in which words; null when none did. */
  readonly caughtBy: (ToldPlan & { readonly because: string }) | null;
  /** Other invariants that accused it until then. */
  readonly others: readonly string[];
}

/** Whether the harness saw all that was planted and nothing else. */
export function isProven({ mutants, core, checkers, isWhole }: Proof): boolean {
  const isCaught = [...mutants, ...checkers].every(({ caughtBy }) => caughtBy !== null);
  return isWhole && core.accused.length === 0 && isCaught;
}

/** The proof as JSON. */
export function proofJson(proof: Proof, tookMs: number): ToldProof {
  const accused = proof.core.accused.map(({ job, outcome, violations, problems, files }) => ({
    ...planOf(job),
    ...{ outcome, violations, problems, files },
  }));
  return {
    schema: 'gate/proof/v1',
    proven: isProven(proof),
    tookMs,
    mutants: proof.mutants.map(mutantJson),
    checkers: proof.checkers,
    core: { runs: proof.core.runs, accused },
  };
}

function mutantJson({ name, breaks, says, caughtBy, runs, seeds, tookMs, others }: MutantProof): ToldMutant {
  const because = caughtBy?.violations.find(({ invariant }) => invariant === breaks)?.because ?? '';
  const told = caughtBy === null ? null : { ...planOf(caughtBy.job), because };
  return { name, breaks, says, caughtBy: told, runs, seeds, tookMs, others };
}

function planOf({ scenario, faults, seed }: JobResult['job']): ToldPlan {
  return { scenario, faults, seed };
}

/** The matrix, then whatever is wrong, then one line that sums it up. */
export function proofText({ mutants, core, checkers, isWhole }: Proof, tookMs: number): string {
  const head = ['planted bug', 'in', 'seed', 'seeds', 's', 'by (and by)'];
  const missed = mutants.filter(({ caughtBy }) => caughtBy === null);
  const sections = [
    columns([head, ...mutants.map(rowOf)]),
    columns([['planted in a checker', 'by the history in which'], ...checkers.map(checkerRow)]),
    ...missed.map(missText),
    ...core.accused.map((result) => `without a planted bug, ${findText(result)}`),
    ...(isWhole ? [] : ['interrupted: not all of it was played']),
    `${mutants.length - missed.length} of ${mutants.length} planted bugs caught; ` +
      `${checkers.filter(({ caughtBy }) => caughtBy !== null).length} of ${checkers.length} in checkers; ` +
      `without one, ${core.accused.length} of ${core.runs} runs accused; ${Math.round(tookMs / 1000)} s`,
  ];
  return sections.join('\n\n');
}

function checkerRow({ name, caughtBy }: Proof['checkers'][number]): readonly string[] {
  return [name, caughtBy ?? 'NOT CAUGHT'];
}

function missText({ name, breaks, runs, others }: MutantProof): string {
  const instead = others.length === 0 ? '' : `, only by ${others.join(', ')}`;
  return `${name} is not caught by ${breaks} in ${runs} runs${instead}`;
}

function rowOf({ name, breaks, caughtBy, seeds, tookMs, others }: MutantProof): readonly string[] {
  const numbers = others.map((invariant) => invariant.replace(/^INV-0?/, ''));
  const accused = others.length === 0 ? breaks : `${breaks} (${numbers.join(' ')})`;
  const where = caughtBy === null ? ['NOT CAUGHT', ''] : planText(caughtBy.job);
  return [name, ...where, String(seeds), (tookMs / 1000).toFixed(1), accused];
}

/** `S3` or `S3 swarm`, and the seed. */
function planText({ scenario, faults, seed }: JobResult['job']): readonly string[] {
  const [number = scenario] = scenario.split('-');
  return [faults === 'planned' ? number : `${number} ${faults}`, String(seed)];
}
