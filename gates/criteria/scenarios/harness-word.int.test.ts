/** The harness's word about a run of a scenario, changed in good evidence: what contradicts itself is not believed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { both, edit, failed, type Mutant, MutantBench, named, scenario } from '../../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Mutant[] = [
  {
    what: 'a harness that accuses and says holds',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) =>
      text.replace('{"result":"holds","exposure":1}', '{"result":"violated","because":"seen","witness":[0]}'),
    ),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a harness that says violated and accuses of nothing',
    item: scenario('S2-stuck-in-progress'),
    change: both(
      edit('verdict.json', (text) => text.replace('"outcome":"holds"', '"outcome":"violated"')),
      failed,
    ),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a harness that accuses by lines that are not there',
    item: scenario('S2-stuck-in-progress'),
    change: both(
      edit('verdict.json', (text) =>
        text
          .replace('"outcome":"holds"', '"outcome":"violated"')
          .replace(
            '{"result":"holds","exposure":1}',
            '{"result":"violated","because":"seen","witness":[0,99999]}',
          ),
      ),
      failed,
    ),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a run called good without a check',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) => text.replace(/"checks":\[.*?\],"marks"/, '"checks":[],"marks"')),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a run called good in which every check is unknown',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) =>
      text.replace('{"result":"holds","exposure":1}', '{"result":"unknown","because":"no chance"}'),
    ),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a run called good that never held what its planted bug breaks',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) => text.replace('"invariant":"INV-11"', '"invariant":"INV-09"')),
    expect: ['RC-P5', 'RUN_UNDECIDED'],
  },
  {
    what: 'a run called good that did not see what it must',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) => text.replace('"missingMarks":[]', '"missingMarks":["killed"]')),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
  {
    what: 'the verdict of another run',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) => text.replace(/"seed":\d+/, '"seed":4711')),
    expect: ['RC-P5', 'CLAIM_MISMATCH'],
  },
];

describe('the word of the harness about a run', () => {
  it.each(named(mutants))('is refused: %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });
});
