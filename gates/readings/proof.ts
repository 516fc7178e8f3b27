/**
 * The evidence of a proof: which planted bugs there are, and a line for each run, with a bug or without. Who caught
 * what, and after how many runs, is recomputed here from the lines.
 */
import type { Collected, Collection } from '../folder/collect.js';
import {
  type CheckerMutant,
  checkersSchema,
  mutantsSchema,
  type PlantedMutant,
  type ProvenRun,
  provenRunSchema,
  REPLAY,
} from '../record/artefacts.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import { compareCounts, compareResult } from './claims.js';
import { type FailedRun, isFailed } from './exploration.js';
import { ItemReader, type Reading } from './reader.js';
import { checkClocks } from './time.js';

const RUNS_FILE = 'runs.ndjson';
const MUTANTS_FILE = 'mutants.json';
const CHECKERS_FILE = 'checkers.json';

/** A run, and where it is told of. */
export interface ToldRun<R extends ProvenRun = ProvenRun> {
  readonly run: R;
  readonly ref: EvidenceRef;
}

export interface MutantReading extends PlantedMutant {
  /** The first run in which its own invariant accused it, or null. */
  readonly caughtBy: ToldRun | null;
  /** Runs, different seeds and ms until then, or of all its runs when it was not caught. */
  readonly runs: number;
  readonly seeds: number;
  readonly tookMs: number;
  /** Other invariants that accused it until then, sorted. */
  readonly others: readonly string[];
}

export interface ProofReading {
  readonly mutants: readonly MutantReading[];
  readonly checkers: readonly CheckerMutant[];
  readonly core: {
    readonly runs: number;
    /** Different scenarios among them. */
    readonly scenarios: number;
    readonly accused: readonly FailedRun[];
  };
  /** Caught in a plan that was never played without the bug, so nobody knows whether the bug was what was seen. */
  readonly unmatched: readonly MutantReading[];
  readonly ref: EvidenceRef;
}

/** Reads a proof. */
export async function readProof(
  collection: Collection,
  collected: Collected,
): Promise<Reading<ProofReading>> {
  const reader = new ItemReader(collection, collected);
  const planted = await reader.json(MUTANTS_FILE, mutantsSchema);
  const checkers = await reader.json(CHECKERS_FILE, checkersSchema);
  const runs = await reader.lines(RUNS_FILE, provenRunSchema);
  const { record } = collected;
  if (planted === null || checkers === null || runs === null || record === null)
    return { value: null, problems: reader.problems };
  checkNames(reader, planted, runs);
  const told = runs.map((run, index) => ({ run, ref: reader.ref(RUNS_FILE, `line ${index + 1}`) }));
  const mutants = planted.map((mutant) =>
    readingOf(
      mutant,
      told.filter(({ run }) => run.mutant === mutant.name),
    ),
  );
  const clean = told.filter(({ run }) => run.mutant === null);
  const accused = clean.filter(({ run }) => isFailed(run));
  const caught = mutants.filter(({ caughtBy }) => caughtBy !== null).length;
  const isWhole = mutants.length > 0 && checkers.length > 0 && clean.length > 0;
  const isCaught = [...mutants, ...checkers].every(({ caughtBy }) => caughtBy !== null);
  const proven = isWhole && isCaught && accused.length === 0;
  compareResult(reader, record, { result: proven ? 'PASSED' : 'FAILED', from: RUNS_FILE });
  const counts = { mutants: mutants.length, caught, runs: runs.length, accused: accused.length };
  compareCounts(reader, record, { counts, from: RUNS_FILE });
  checkClocks(reader, record);
  const played = new Set(clean.map(({ run }) => planOf(run)));
  const value = {
    mutants,
    checkers,
    core: {
      runs: clean.length,
      scenarios: new Set(clean.map(({ run }) => run.scenario)).size,
      accused,
    },
    unmatched: mutants.filter(({ caughtBy }) => caughtBy !== null && !played.has(planOf(caughtBy.run))),
    ref: reader.ref(RUNS_FILE),
  };
  return { value, problems: reader.problems };
}

/** Each bug is told once, and no run is of a bug that nobody planted. */
function checkNames(reader: ItemReader, planted: readonly PlantedMutant[], runs: readonly ProvenRun[]): void {
  const names = planted.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const unknown = runs.find(({ mutant }) => mutant !== null && !names.includes(mutant))?.mutant;
  for (const [because, name] of [
    ['a planted bug is listed twice', twice],
    ['a run is of a bug that is not listed', unknown],
  ] as const) {
    if (name == null) continue;
    const limit = 'every bug that was played, once';
    reader.problem({ code: 'EVIDENCE_SCHEMA', because, measured: name, limit, artefact: MUTANTS_FILE });
  }
}

function readingOf(mutant: PlantedMutant, told: readonly ToldRun[]): MutantReading {
  const place = told.findIndex(({ run }) => accusers(run).includes(mutant.breaks));
  const tried = place === -1 ? told : told.slice(0, place + 1);
  return {
    ...mutant,
    caughtBy: told[place] ?? null,
    runs: tried.length,
    seeds: new Set(tried.map(({ run }) => run.seed)).size,
    tookMs: tried.reduce((sum, { run }) => sum + run.tookMs, 0),
    others: [...new Set(tried.flatMap(({ run }) => accusers(run)))]
      .filter((invariant) => invariant !== mutant.breaks)
      .sort(),
  };
}

function accusers({ violations, outcome }: ProvenRun): readonly string[] {
  return [...violations.map(({ invariant }) => invariant), ...(outcome === REPLAY ? [REPLAY] : [])];
}

function planOf({ scenario, faults, seed, backend, times }: ProvenRun): string {
  return `${scenario} ${faults} ${seed} ${backend} ${times}`;
}
