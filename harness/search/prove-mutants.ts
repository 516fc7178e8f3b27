/**
 * Whether the harness can see: every planted bug is played until an invariant that it breaks accuses it, or a second
 * run of a seed differs, where that is what it breaks; and the system as it is, over the same plans, until nothing has
 * accused it. A bug that nobody sees is a hole in the harness.
 */
import type { PlantedBug } from '../cli/composition.js';
import type { OutcomeKind } from '../outcome.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Crew } from './crew.js';
import type { Job, JobResult } from './job.js';

export interface ProofTerms {
  readonly mutants: readonly PlantedBug[];
  readonly scenarios: readonly Scenario[];
  /** Most seeds a bug is given, from 1. */
  readonly seeds: number;
  readonly crew: Crew;
  readonly stop: AbortSignal;
  readonly onResult?: (result: JobResult) => void;
}

export interface MutantProof extends Pick<PlantedBug, 'name' | 'breaks' | 'says'> {
  /** The run that caught it, or null when none did. */
  readonly caughtBy: JobResult | null;
  readonly runs: number;
  /** Time its runs took, ms, one after the other. */
  readonly tookMs: number;
}

export interface Proof {
  readonly mutants: readonly MutantProof[];
  readonly core: { readonly runs: number; readonly accused: readonly JobResult[] };
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
  return { mutants, core: await acquit({ ...terms, seeds: Math.max(1, ...used) }) };
}

async function proveOne(mutant: PlantedBug, terms: ProofTerms): Promise<MutantProof> {
  const { name, breaks, says } = mutant;
  let [runs, tookMs] = [0, 0];
  for (const job of jobsFor(mutant, terms)) {
    if (terms.stop.aborted) break;
    const result = await terms.crew.play(job);
    terms.onResult?.(result);
    runs += 1;
    tookMs += result.tookMs;
    if (isCaught(result, breaks)) return { name, breaks, says, caughtBy: result, runs, tookMs };
  }
  return { name, breaks, says, caughtBy: null, runs, tookMs };
}

/** What a bug breaks that breaks no invariant: the same seed, the same history. */
const REPLAY: OutcomeKind = 'nondeterministic';

function isCaught({ violations, outcome }: JobResult, breaks: string): boolean {
  return breaks === REPLAY ? outcome === REPLAY : violations.some(({ invariant }) => invariant === breaks);
}

/**
 * Its own control first, then whoever guards what it breaks, which for replay is everybody, then swarms of all of them;
 * seed by seed.
 */
function* jobsFor({ name, breaks, onlyOn }: PlantedBug, { scenarios, seeds }: ProofTerms): Iterable<Job> {
  const own = scenarios.filter(({ control }) => control === name);
  const others = scenarios.filter((scenario) => !own.includes(scenario));
  const all = [...own, ...others];
  const times = breaks === REPLAY ? 'twice' : 'once';
  const guardsIt = ({ guards, standing }: Scenario) =>
    [...guards, ...standing].some(({ invariant }) => invariant === breaks);
  const planted = { mutant: name, ...(onlyOn && { backend: onlyOn }) };
  const planned = all.filter((scenario) => breaks === REPLAY || guardsIt(scenario));
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (const { id } of planned) yield { ...jobOf(id, seed, { ...planted, faults: 'planned' }), times };
    for (const { id } of all) yield { ...jobOf(id, seed, { ...planted, faults: 'swarm' }), times };
  }
}

/** As many seeds as the bugs needed, on the system as it is: what accuses it is a bug of the system or of a checker. */
async function acquit({ scenarios, seeds, crew, stop, onResult }: ProofTerms): Promise<Proof['core']> {
  const accused: JobResult[] = [];
  let runs = 0;
  for (let seed = 1; seed <= seeds && !stop.aborted; seed += 1) {
    const jobs = scenarios.flatMap(({ id }) =>
      (['planned', 'swarm'] as const).map((faults) => jobOf(id, seed, { faults, mutant: null })),
    );
    for (const result of await Promise.all(jobs.map((job) => crew.play(job)))) {
      onResult?.(result);
      runs += 1;
      if (result.violations.length > 0 || result.outcome === 'broken') accused.push(result);
    }
  }
  return { runs, accused };
}

function jobOf(scenario: string, seed: number, kind: Pick<Job, 'faults' | 'mutant' | 'backend'>): Job {
  return { scenario, seed, ...kind, keep: null, times: 'once' };
}
