import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../testing/evidence-builder.js';
import {
  accusedByHarness,
  both,
  failed,
  type Item,
  type Mutant,
  MutantBench,
  put,
  scenario,
  swap,
  unchanged,
} from '../testing/mutant-bench.js';
import { scriptsOf } from '../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F1', 'RC-F4', 'RC-A3']);
}, 60_000);
afterAll(() => bench.dispose());

const search: Item = { kind: 'exploration', name: 'swarm', mode: 'simulated' };
const real = scenario('S2-stuck-in-progress');

const failedRun: Mutant['change'] = (draft) => {
  const files = runFiles(scriptsOf('S2-stuck-in-progress', 'simulated').main);
  put([...files].map(([path, text]) => [`failed/S2-seed-7/${path}`, text]))(draft);
};

/** Leaves a failed attempt, and after it one in which nothing is wrong. */
async function reasonsAfterBoth(item: Item, bad: Mutant['change']): Promise<readonly string[]> {
  return bench.reasonsAfter(item, both(bad, failed), unchanged);
}

describe('what the harness found in an earlier attempt', () => {
  it('stays a violation of a scenario, however good the next attempt is', async () => {
    expect(await reasonsAfterBoth(real, accusedByHarness())).toContain('RC-P5 NOT_MITIGATED');
  });

  it('stays a violation when the scenario was simulated', async () => {
    const simulated = { ...real, mode: 'simulated' } as const;

    expect(await reasonsAfterBoth(simulated, accusedByHarness())).toContain('RC-P5 NOT_MITIGATED');
  });

  it('stays a find of the search, whatever seeds the next one plays', async () => {
    const bad = both(failedRun, accusedByHarness('failed/S2-seed-7/'));

    expect(await reasonsAfterBoth(search, bad)).toContain('RC-F1 EXPLORATION_FAILED');
  });

  it('is nothing when its runs were only not good enough', async () => {
    const undecided = swap('verdict.json', '"outcome":"holds"', '"outcome":"unknown"');

    expect(await reasonsAfterBoth(real, undecided)).toEqual([]);
  });
});
