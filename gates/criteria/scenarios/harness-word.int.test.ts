/** The harness's word about a run of a scenario, changed in good evidence: what contradicts itself is not believed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  accusedByHarness,
  both,
  failed,
  type Mutant,
  MutantBench,
  named,
  scenario,
  swap,
} from '../../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Omit<Mutant, 'item'>[] = [
  {
    what: 'a harness that accuses and says holds',
    change: swap(
      'verdict.json',
      '{"result":"holds","exposure":1}',
      '{"result":"violated","because":"seen","witness":[0]}',
    ),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a harness that says violated and accuses of nothing',
    change: both(swap('verdict.json', '"outcome":"holds"', '"outcome":"violated"'), failed),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a harness that accuses by lines that are not there',
    change: both(accusedByHarness(), swap('verdict.json', '"witness":[0]', '"witness":[0,99999]'), failed),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a run called good without a check',
    change: swap('verdict.json', /"checks":\[.*?\],"marks"/, '"checks":[],"marks"'),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a run called good in which every check is unknown',
    change: swap(
      'verdict.json',
      '{"result":"holds","exposure":1}',
      '{"result":"unknown","because":"no chance"}',
    ),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a run called good that never held what its planted bug breaks',
    change: swap('verdict.json', '"invariant":"INV-11"', '"invariant":"INV-09"'),
    expect: ['RC-P5', 'RUN_UNDECIDED'],
  },
  {
    what: 'a run called good that did not see what it must',
    change: swap('verdict.json', '"missingMarks":[]', '"missingMarks":["killed"]'),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'the verdict of another run',
    change: swap('verdict.json', /"seed":\d+/, '"seed":4711'),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
];

describe('the word of the harness about a run', () => {
  it.each(named(mutants))('is refused: %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(scenario('S2-stuck-in-progress'), mutant.change)).toContain(
      mutant.expect.join(' '),
    );
  });
});
