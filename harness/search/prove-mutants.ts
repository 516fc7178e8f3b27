/**
 * Whether the harness can see: every planted bug is played until an invariant that it breaks accuses it, and the system
 * as it is, over the same plans, until nothing has accused it. A bug that nobody sees is a hole in the harness.
 */
import type { PlantedBug } from '../cli/composition.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Crew } from './crew.js';
import { isFind, type Job, type JobResult } from './job.js';

/** Which plan a run is of. */
export type Place = Pick<Job, 'scenario' | 'seed' | 'faults'>;

export interface ProofTerms {
  readonly mutants: readonly PlantedBug[];
  readonly scenarios: readonly Scenario[];
  /** Most seeds a bug is given, from 1. */
  readonly seeds: number;
  readonly crew: Crew;
  readonly stop: AbortSignal;
  /** Where a failing run without a bug is left: an absolute folder, or null to leave none. */
  readonly keep?: (place: Place) => string | null;
  readonly onResult?: (result: JobResult) => void;
}

export interface MutantProof extends Pick<PlantedBug, 'name' | 'breaks' | 'says'> {
  /** The run that caught it, or null when none did. */
  readonly caughtBy: JobResult | null;
  readonly runs: number;
  /** Different seeds among them. */
  readonly seeds: number;
  /** Time its runs took, ms, one after the other. */
  readonly tookMs: number;
  /** Other invariants that accused it in them, sorted. */
  readonly others: readonly string[];
}

export interface Proof {
  readonly mutants: readonly MutantProof[];
  readonly core: { readonly runs: number; readonly accused: readonly JobResult[] };
  /** False when it was told to stop before all of it was played. */
  readonly isWhole: boolean;
}

/** Plays until every bug is caught or has had its seeds, several at the same time. */
export async function proveMutants(terms: ProofTerms): Promise<Proof> {
  const left = [...terms.mutants.entries()];
  const proofs = new Map<number, MutantProof>();
  const prover = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      proofs.set(next[0], await proveOne(next[1], terms));
    }
  };
  await Promise.all(Array.from({ length: terms.crew.size }, prover));
  const mutants = terms.mutants.flatMap((_, place) => proofs.get(place) ?? []);
  const used = mutants.map(({ caughtBy }) => caughtBy?.job.seed ?? terms.seeds);
  const core = await acquit({ ...terms, seeds: Math.max(1, ...used) });
  return { mutants, core, isWhole: !terms.stop.aborted };
}

async function proveOne(mutant: PlantedBug, terms: ProofTerms): Promise<MutantProof> {
  const results: JobResult[] = [];
  for (const job of jobsFor(mutant, terms)) {
    if (terms.stop.aborted) break;
    const result = await terms.crew.play(job);
    terms.onResult?.(result);
    results.push(result);
    if (accusers(result).includes(mutant.breaks)) return proofOf(mutant, results, result);
  }
  return proofOf(mutant, results, null);
}

function proofOf(
  { name, breaks, says }: PlantedBug,
  results: readonly JobResult[],
  caughtBy: JobResult | null,
): MutantProof {
  return {
    ...{ name, breaks, says, caughtBy },
    runs: results.length,
    seeds: new Set(results.map(({ job }) => job.seed)).size,
    tookMs: results.reduce((sum, { tookMs }) => sum + tookMs, 0),
    others: [...new Set(results.flatMap(accusers))].filter((invariant) => invariant !== breaks).sort(),
  };
}

function accusers({ violations }: JobResult): readonly string[] {
  return violations.map(({ invariant }) => invariant);
}

/** Its own control first, then whoever guards what it breaks, then swarms of all of them; seed by seed. */
function* jobsFor({ name, breaks }: PlantedBug, { scenarios, seeds }: ProofTerms): Iterable<Job> {
  const own = scenarios.filter(({ control }) => control === name);
  const others = scenarios.filter((scenario) => !own.includes(scenario));
  const guarding = [...own, ...others].filter(({ guards }) =>
    guards.some(({ invariant }) => invariant === breaks),
  );
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (const { id } of guarding) yield jobOf(id, seed, { faults: 'planned', mutant: name });
    for (const { id } of [...own, ...others]) yield jobOf(id, seed, { faults: 'swarm', mutant: name });
  }
}

/** As many seeds as the bugs needed, on the system as it is: what accuses it is a bug of the system or of a checker. */
async function acquit({ scenarios, seeds, crew, stop, keep, onResult }: ProofTerms): Promise<Proof['core']> {
  const accused: JobResult[] = [];
  let runs = 0;
  for (let seed = 1; seed <= seeds && !stop.aborted; seed += 1) {
    const jobs = scenarios.flatMap(({ id }) =>
      (['planned', 'swarm'] as const).map((faults) => {
        const kept = keep?.({ scenario: id, seed, faults }) ?? null;
        return { ...jobOf(id, seed, { faults, mutant: null }), keep: kept };
      }),
    );
    for (const result of await Promise.all(jobs.map((job) => crew.play(job)))) {
      onResult?.(result);
      runs += 1;
      if (isFind(result)) accused.push(result);
    }
  }
  return { runs, accused };
}

function jobOf(scenario: string, seed: number, kind: Pick<Job, 'faults' | 'mutant'>): Job {
  return { scenario, seed, ...kind, keep: null, times: 'once' };
}
