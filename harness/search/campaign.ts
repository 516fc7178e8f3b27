/**
 * A search: seed after seed over some scenarios, dealt to a crew until it is told to stop or has played what it was
 * asked to. No seed of a scenario is dealt twice; a run that is under way when it stops is played to its end.
 */
import type { Backend } from '../scenario/plan.js';
import type { Crew } from './crew.js';
import { byPlace, isFind, type Job, type JobResult, type Keep } from './job.js';
import { Tallies, type Totals } from './totals.js';

export interface CampaignTerms {
  /** Full ids. */
  readonly scenarios: readonly string[];
  readonly from: number;
  /** How many seeds, or null for no end. */
  readonly seeds: number | null;
  /** `every`: each seed plays every scenario; `in-turn`: each seed plays one, and the next seed the next one. */
  readonly dealing: 'every' | 'in-turn';
  /** How runs are simulated; absent: atomic. */
  readonly backend?: Backend;
  readonly crew: Crew;
  readonly stop: AbortSignal;
  /** The folder of a failing run of that scenario and seed. */
  readonly keep: (scenario: string, seed: number) => Keep;
  readonly onResult?: (result: JobResult, totals: Totals) => void;
}

export interface CampaignEnd {
  readonly totals: Totals;
  readonly finds: readonly JobResult[];
  /** Seeds that were played to their end. */
  readonly seeds: number;
  /** The seed to go on from: every seed before it was played whole. One that was begun is played again. */
  readonly next: number;
}

/** One seed in so many is played twice, and the two histories are compared. */
const TWICE_EVERY = 20;

/** Plays until every seed is played or `stop` is given. */
export async function explore(terms: CampaignTerms): Promise<CampaignEnd> {
  const { crew, stop, scenarios, from } = terms;
  const tallies = new Tallies();
  const finds: JobResult[] = [];
  let jobs = 0;
  const jobsPerSeed = terms.dealing === 'every' ? scenarios.length : 1;
  const total = terms.seeds === null ? Infinity : terms.seeds * jobsPerSeed;
  const player = async () => {
    while (!stop.aborted && jobs < total) {
      const result = await crew.play(jobOf(jobs++, terms));
      tallies.add(result);
      if (isFind(result)) finds.push(result);
      terms.onResult?.(result, tallies.totals());
    }
  };
  await Promise.all(Array.from({ length: crew.size }, player));
  const seeds = Math.floor(jobs / jobsPerSeed);
  return {
    totals: tallies.totals(),
    finds: finds.sort(byPlace),
    seeds,
    next: from + seeds,
  };
}

/** The nth job: every scenario of one seed, then the next seed; or with every scenario the next seed. */
function jobOf(nth: number, { scenarios, from, keep, dealing, backend = 'atomic' }: CampaignTerms): Job {
  const seed = from + (dealing === 'every' ? Math.floor(nth / scenarios.length) : nth);
  const scenario = scenarios[nth % scenarios.length] as string;
  const times = seed % TWICE_EVERY === 0 ? 'twice' : 'once';
  return { scenario, seed, faults: 'swarm', mutant: null, backend, keep: keep(scenario, seed), times };
}
