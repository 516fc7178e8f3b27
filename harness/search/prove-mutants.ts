/**
 * Whether the harness can see: every planted bug is played until an invariant that it breaks accuses it, or a second
 * run of a seed differs, where that is what it breaks; and the system as it is, over the same plans, until nothing has
 * accused it. A bug that nobody sees is a hole in the harness.
 */
import { type CheckerProof, proveCheckers } from '../checkers/corpus/prove-checkers.js';
import type { PlantedBug } from '../composition.js';
import type { OutcomeKind } from '../outcome/outcome.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Crew } from './crew.js';
import { isFind, type Job, type JobResult, type Keep } from './job.js';

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
  readonly keep?: (place: Place) => Keep | null;
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
  /** Bugs planted in the checkers, and the histories that catch them. */
  readonly checkers: readonly CheckerProof[];
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
  const core = await acquit({ ...terms, seeds: Math.max(1, ...used) }, mutants);
  return { mutants, core, checkers: proveCheckers(), isWhole: !terms.stop.aborted };
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

/** What a bug breaks that breaks no invariant: the same seed, the same history. */
const REPLAY: OutcomeKind = 'nondeterministic';

/** The invariants that accuse, and `REPLAY` where a second run had another history. */
function accusers({ violations, outcome }: JobResult): readonly string[] {
  return [...violations.map(({ invariant }) => invariant), ...(outcome === REPLAY ? [REPLAY] : [])];
}

/**
 * Its own control first, then whoever names the guard of what it breaks, then everybody else, then swarms of all of
 * them; seed by seed.
 */
function* jobsFor({ name, breaks, onlyOn }: PlantedBug, { scenarios, seeds }: ProofTerms): Iterable<Job> {
  const own = scenarios.filter(({ control }) => control === name);
  const others = scenarios.filter((scenario) => !own.includes(scenario));
  const all = [...own, ...others];
  const times = breaks === REPLAY ? 'twice' : 'once';
  const namesIt = ({ guards }: Scenario) => guards.some(({ invariant }) => invariant === breaks);
  const planted = { mutant: name, ...(onlyOn && { backend: onlyOn }) };
  const planned = [...own, ...others.filter(namesIt), ...others.filter((scenario) => !namesIt(scenario))];
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (const { id } of planned) yield { ...jobOf(id, seed, { ...planted, faults: 'planned' }), times };
    for (const { id } of all) yield { ...jobOf(id, seed, { ...planted, faults: 'swarm' }), times };
  }
}

/**
 * As many seeds as the bugs needed, on the system as it is, and whatever caught one in another way: what accuses it is
 * a bug of the system or of a checker.
 */
async function acquit(
  { scenarios, seeds, crew, stop, keep, onResult }: ProofTerms,
  mutants: readonly MutantProof[],
): Promise<Proof['core']> {
  const accused: JobResult[] = [];
  let runs = 0;
  const rounds = [...Array(seeds).keys()].map((round) =>
    scenarios.flatMap(({ id }) =>
      (['planned', 'swarm'] as const).map((faults) => jobOf(id, round + 1, { faults, mutant: null })),
    ),
  );
  for (const jobs of [...rounds, unusualPlans(mutants)]) {
    if (stop.aborted) break;
    const kept = jobs.map((job) => ({ ...job, keep: keep?.(job) ?? null }));
    for (const result of await Promise.all(kept.map((job) => crew.play(job)))) {
      onResult?.(result);
      runs += 1;
      if (isFind(result)) accused.push(result);
    }
  }
  return { runs, accused };
}

/** The runs that caught a bug twice or statement by statement, without the bug. */
function unusualPlans(mutants: readonly MutantProof[]): readonly Job[] {
  const caught = mutants.flatMap(({ caughtBy }) => (caughtBy === null ? [] : [caughtBy.job]));
  return caught
    .filter(({ backend, times }) => backend !== undefined || times === 'twice')
    .map((job) => ({ ...job, mutant: null }));
}

function jobOf(scenario: string, seed: number, kind: Pick<Job, 'faults' | 'mutant' | 'backend'>): Job {
  return { scenario, seed, ...kind, keep: null, times: 'once' };
}
