import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import type { PlantedMutant, ProvenRun } from '../record/artefacts.js';
import { leaveAttempt } from '../testing/evidence-builder.js';
import {
  both,
  edit,
  failed,
  type Item,
  type Mutant,
  MutantBench,
  named,
  reasonsFor,
} from '../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-F4', 'RC-F5']);
}, 60_000);
afterAll(() => bench.dispose());

const proof: Item = { kind: 'proof', name: 'mutants', mode: 'simulated' };

/** Changes the runs. */
const runs = (change: (all: ProvenRun[]) => readonly ProvenRun[]): Mutant['change'] =>
  edit('runs.ndjson', (text) => {
    const all = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ProvenRun);
    return `${change(all)
      .map((run) => JSON.stringify(run))
      .join('\n')}\n`;
  });
const bugs = (change: (all: PlantedMutant[]) => readonly PlantedMutant[]): Mutant['change'] =>
  edit('mutants.json', (text) => JSON.stringify(change(JSON.parse(text) as PlantedMutant[])));

const of = (mutant: string | null, facts: Partial<ProvenRun>) =>
  runs((all) => all.map((run) => (run.mutant === mutant ? { ...run, ...facts } : run)));
const accusedBy = (...invariants: readonly string[]) => ({
  violations: invariants.map((invariant) => ({ invariant, because: 'two of them' })),
});
const own = ({ violations }: ProvenRun) => violations.map(({ invariant }) => invariant);
/** Every run of the system as it is, but the first of them changed. */
const firstClean = (facts: Partial<ProvenRun>) =>
  runs((all) => {
    const place = all.findIndex(({ mutant }) => mutant === null);
    return all.map((run, index) => (index === place ? { ...run, ...facts } : run));
  });

const mutants: readonly Omit<Mutant, 'item'>[] = [
  {
    what: 'a bug that nobody accused',
    change: both(of('bug-3', { outcome: 'holds', ...accusedBy() }), failed),
    expect: ['RC-F5', 'MUTANT_ESCAPED'],
  },
  {
    what: 'a bug in a checker that no history shows',
    change: both(
      edit('checkers.json', (text) => text.replace('"two holders"', 'null')),
      failed,
    ),
    expect: ['RC-F5', 'MUTANT_ESCAPED'],
  },
  {
    what: 'a bug that was never played',
    change: both(
      runs((all) => all.filter(({ mutant }) => mutant !== 'bug-3')),
      failed,
    ),
    expect: ['RC-F5', 'MUTANT_ESCAPED'],
  },
  {
    what: 'a bug that only other invariants than its own accused',
    change: both(of('bug-3', accusedBy('INV-09', 'INV-10')), failed),
    expect: ['RC-F5', 'MUTANT_MISTAKEN'],
  },
  {
    what: 'a bug caught in a plan that nobody played without it',
    change: of('bug-3', { seed: 7 }),
    expect: ['RC-F5', 'MUTANT_MISTAKEN'],
  },
  {
    what: 'a violation without a bug',
    change: both(firstClean({ outcome: 'violated', ...accusedBy('INV-01') }), failed),
    expect: ['RC-F5', 'CORE_ACCUSED'],
  },
  {
    what: 'a violation without a bug under an outcome that sounds good',
    change: both(firstClean(accusedBy('INV-01')), failed),
    expect: ['RC-F5', 'CORE_ACCUSED'],
  },
  {
    what: 'a run without a bug that broke',
    change: both(firstClean({ outcome: 'broken', problems: ['its process ended early'] }), failed),
    expect: ['RC-F5', 'CORE_ACCUSED'],
  },
  {
    what: 'a claim of success over an escaped bug',
    change: of('bug-3', { outcome: 'holds', ...accusedBy() }),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'no run without a bug',
    change: both(
      runs((all) => all.filter(({ mutant }) => mutant !== null)),
      failed,
    ),
    expect: ['RC-F5', 'EXPOSURE_LOW'],
  },
  {
    what: 'fewer bugs than asked for',
    change: both(
      bugs((all) => all.slice(0, 12)),
      runs((all) => all.filter(({ mutant }) => mutant === null || Number(mutant.slice(4)) < 12)),
    ),
    expect: ['RC-F5', 'EXPOSURE_LOW'],
  },
  {
    what: 'an invariant that no bug breaks',
    change: both(
      bugs((all) => all.map((bug) => (bug.breaks === 'INV-12' ? { ...bug, breaks: 'INV-01' } : bug))),
      runs((all) =>
        all.map((run) => (run.mutant === null ? run : { ...run, ...accusedBy('INV-01', ...own(run)) })),
      ),
    ),
    expect: ['RC-F5', 'EXPOSURE_LOW'],
  },
  {
    what: 'one bug under two entries',
    change: bugs((all) => [...all, ...all.slice(0, 1)]),
    expect: ['RC-F5', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a run of a bug that is not listed',
    change: of('bug-3', { mutant: 'bug-99' }),
    expect: ['RC-F5', 'EVIDENCE_SCHEMA'],
  },
];

describe('the check of a proof', () => {
  it('accepts one in which each bug was caught by its own invariant, and nothing without a bug', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it('is not put off when others accuse a bug too', async () => {
    const others = of('bug-3', accusedBy('INV-09', 'INV-04'));

    expect(await bench.reasonsAfter(proof, others)).toEqual([]);
  });

  it.each(named(mutants))('refuses %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(proof, mutant.change)).toContain(mutant.expect.join(' '));
  });
});

describe('the matrix of a proof', () => {
  it('counts runs, seeds and time up to the run that caught the bug, and tells which plan it was', async () => {
    const copy = await bench.copy();
    await leaveAttempt(
      copy,
      proof,
      runs((all) =>
        all.flatMap((run) => {
          if (run.mutant !== 'bug-3') return [run];
          const missed: ProvenRun = { ...run, seed: 0, ...accusedBy('INV-09') };
          return [missed, { ...missed, faults: 'swarm' }, run, { ...run, seed: 2 }];
        }),
      ),
    );

    const verdict = await judge({ ...copy, profile: 'part', now: null });
    const bug = verdict.proof?.mutants.find(({ name }) => name === 'bug-3');

    expect(bug).toMatchObject({ runs: 3, seeds: 2, tookMs: 1500, others: ['INV-09'] });
    expect(bug?.caughtBy).toMatchObject({ scenario: 'S4-made-up', faults: 'planned', seed: 1 });
    expect(verdict.proof?.core).toEqual({ runs: 30, accused: 0 });
  });
});
