/** MADE-UP EVIDENCE FOR TESTS of the judge: the files of a search in which nothing was found, and of a whole proof. */
import type { ExploredRun, PlantedMutant, ProvenRun } from '../record/artefacts.js';
import { sha256 } from '../record/digest.js';

const INVARIANTS = Array.from({ length: 23 }, (_, place) => `INV-${String(place + 1).padStart(2, '0')}`);
const KINDS = Array.from({ length: 13 }, (_, place) => `fault-${place}`);

/** A search in which nothing was found. */
export function explorationFiles(): Map<string, string> {
  return new Map([['runs.ndjson', linesOf(Array.from({ length: 200 }, (_, seed) => held(seed)))]]);
}

/** A proof in which each of 60 bugs is caught by its own invariant, and nothing is accused in 30 scenarios without. */
export function proofFiles(): Map<string, string> {
  const planted = Array.from({ length: 60 }, (_, place): PlantedMutant => {
    const breaks = INVARIANTS[place % INVARIANTS.length] ?? '';
    return { name: `bug-${place}`, breaks, says: `It does wrong number ${place}.` };
  });
  const caught = planted.map(({ name, breaks }, place): ProvenRun => {
    const violations = [{ invariant: breaks, because: 'two of them' }];
    return { ...without(place % 30), mutant: name, outcome: 'violated', violations };
  });
  const clean = Array.from({ length: 30 }, (_, place) => without(place));
  return new Map([
    ['mutants.json', JSON.stringify(planted)],
    ['checkers.json', JSON.stringify([{ name: 'x-is-blind', says: 'X is blind.', caughtBy: 'two holders' }])],
    ['runs.ndjson', linesOf([...caught, ...clean])],
  ]);
}

/** A run of a scenario without a bug. */
function without(place: number): ProvenRun {
  const how = { faults: 'planned', backend: 'atomic', times: 'once' } as const;
  return { mutant: null, ...how, ...held(place), seed: 1, tookMs: 500 };
}

function held(seed: number): ExploredRun {
  return {
    scenario: `S${(seed % 30) + 1}-made-up`,
    seed,
    outcome: 'holds',
    violations: [],
    problems: [],
    exposures: Object.fromEntries(INVARIANTS.map((invariant) => [invariant, 3])),
    struck: Object.fromEntries(KINDS.map((kind) => [kind, 2])),
    sha256: sha256(String(seed)),
    files: null,
  };
}

function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
