import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  bench = await MutantBench.of(['RC-P2', 'RC-P5', 'RC-F1', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const search: Item = { kind: 'exploration', name: 'swarm', mode: 'simulated' };
type Lines = string[];

/** Changes the lines of the search. */
const lines = (change: (all: Lines) => Lines): Mutant['change'] =>
  edit('runs.ndjson', (text) => `${change(text.trimEnd().split('\n')).join('\n')}\n`);
const first = (facts: object) =>
  lines(([line = '', ...others]) => [JSON.stringify({ ...JSON.parse(line), ...facts }), ...others]);

const every = (facts: object) =>
  lines((all) => all.map((line) => JSON.stringify({ ...JSON.parse(line), ...facts })));

const violated = {
  outcome: 'violated',
  violations: [{ invariant: 'INV-02', because: 'a stale write was accepted' }],
  files: 'reports/rc/x/failed/S1-made-up-seed-0',
};

const mutants: readonly Omit<Mutant, 'item'>[] = [
  {
    what: 'a run that violated an invariant',
    change: (draft) => {
      first(violated)(draft);
      failed(draft);
    },
    expect: ['RC-F1', 'EXPLORATION_FAILED'],
  },
  {
    what: 'a violation under an outcome that sounds good',
    change: (draft) => {
      first({ violations: violated.violations })(draft);
      failed(draft);
    },
    expect: ['RC-F1', 'EXPLORATION_FAILED'],
  },
  {
    what: 'a history that is not the same twice',
    change: (draft) => {
      first({ outcome: 'nondeterministic', problems: ['another history'] })(draft);
      failed(draft);
    },
    expect: ['RC-F1', 'EXPLORATION_FAILED'],
  },
  {
    what: 'a claim of success over a failed run',
    change: first(violated),
    expect: ['RC-F1', 'CLAIM_MISMATCH'],
  },
  {
    what: 'fewer plans than asked for',
    change: lines((all) => all.slice(1)),
    expect: ['RC-F1', 'EXPOSURE_LOW'],
  },
  {
    what: 'one plan played over and over',
    change: lines(([line = '', ...others]) => others.map(() => line)),
    expect: ['RC-F1', 'EXPOSURE_LOW'],
  },
  {
    what: 'runs in which no fault struck',
    change: every({ struck: {} }),
    expect: ['RC-F1', 'EXPOSURE_LOW'],
  },
  {
    what: 'runs in which nothing could have broken',
    change: every({ exposures: {}, outcome: 'unknown' }),
    expect: ['RC-F1', 'EXPOSURE_LOW'],
  },
  {
    what: 'a line that is no run',
    change: lines((all) => [...all, '{"scenario":"S1"}']),
    expect: ['RC-F1', 'EVIDENCE_SCHEMA'],
  },
];

describe('the check of a search', () => {
  it('accepts one in which nothing failed', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuses %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(search, mutant.change)).toContain(mutant.expect.join(' '));
  });

  it('says of a failed run what it broke, and what to type to see it again', async () => {
    const { criteria } = await bench.verdictAfter(search, both(first(violated), failed));
    const reasons = criteria.flatMap(({ checks }) => checks.flatMap((check) => check.reasons));

    expect(reasons).toContainEqual(
      expect.objectContaining({
        because: 'S1-made-up with the faults of seed 0: INV-02, a stale write was accepted',
        next: expect.objectContaining({ command: `npx gate scenario replay ${violated.files}` }),
      }),
    );
  });
});
