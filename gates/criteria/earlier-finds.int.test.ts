import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abandonAttempt, leaveAttempt, runFiles } from '../testing/evidence-builder.js';
import {
  accusedByHarness,
  both,
  edit,
  failed,
  type Item,
  type Mutant,
  MutantBench,
  put,
  reasonsFor,
  scenario,
  swap,
  unchanged,
} from '../testing/mutant-bench.js';
import { scriptsOf } from '../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F1', 'RC-F4', 'RC-F5', 'RC-A3']);
}, 60_000);
afterAll(() => bench.dispose());

const search: Item = { kind: 'exploration', name: 'swarm', mode: 'simulated' };
const proof: Item = { kind: 'proof', name: 'mutants', mode: 'simulated' };
const real = scenario('S2-stuck-in-progress');

const failedRun: Mutant['change'] = (draft) => {
  const files = runFiles(scriptsOf('S2-stuck-in-progress', 'simulated').main);
  put([...files].map(([path, text]) => [`failed/S2-seed-7/${path}`, text]))(draft);
};

/** A run that a search played, or a proof without a bug, is told to have failed. */
const toldOf = (outcome: 'violated' | 'nondeterministic', violations: string): Mutant['change'] =>
  edit('runs.ndjson', (text) => {
    const lines = text.trimEnd().split('\n');
    const last = lines
      .pop()
      ?.replace('"outcome":"holds"', `"outcome":"${outcome}"`)
      .replace('"violations":[]', `"violations":[${violations}]`);
    return `${[...lines, last].join('\n')}\n`;
  });
const cutShort = edit('history.jsonl', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`);

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

  it('stays one when only a line of the search tells of it', async () => {
    const bad = toldOf('violated', '{"invariant":"INV-15","because":"seen"}');

    expect(await reasonsAfterBoth(search, bad)).toContain('RC-F1 EXPLORATION_FAILED');
    expect(await reasonsAfterBoth(search, toldOf('nondeterministic', ''))).toContain(
      'RC-F1 EXPLORATION_FAILED',
    );
  });

  it('stays an accusation of the system as it is, when a proof played it', async () => {
    const bad = toldOf('violated', '{"invariant":"INV-15","because":"seen"}');

    expect(await reasonsAfterBoth(proof, bad)).toContain('RC-F5 CORE_ACCUSED');
  });

  it('stays when the history of the run cannot be read', async () => {
    expect(await reasonsAfterBoth(real, both(accusedByHarness(), cutShort))).toContain('RC-P5 NOT_MITIGATED');
    expect(await reasonsAfterBoth(real, cutShort)).toEqual([]);
  });

  it('stays when it is said without a check that accuses', async () => {
    const bad = swap('verdict.json', '"outcome":"holds"', '"outcome":"violated"');

    expect(await reasonsAfterBoth(real, bad)).toContain('RC-P5 NOT_MITIGATED');
  });

  it('counts in evidence that the plan does not ask for', async () => {
    const unasked = scenario('S6-retries-exhausted');

    expect(await bench.reasonsAfter(unasked, both(accusedByHarness(), failed))).toEqual([
      'RC-F1 NOT_MITIGATED',
    ]);
    expect(await bench.reasonsAfter(unasked, failed)).toEqual([]);
  });

  it('is nothing when its runs were only not good enough', async () => {
    const undecided = swap('verdict.json', '"outcome":"holds"', '"outcome":"unknown"');

    expect(await reasonsAfterBoth(real, undecided)).toEqual([]);
  });
});

describe('what the harness found in an attempt that never ended', () => {
  const reasonsAfterKill = async (item: Item, bad: Mutant['change']) => {
    const copy = await bench.copy();
    await abandonAttempt(copy, item, bad);
    await leaveAttempt(copy, item, unchanged);
    return reasonsFor(copy);
  };

  it('stays a violation of a scenario, however good the next attempt is', async () => {
    expect(await reasonsAfterKill(real, accusedByHarness())).toEqual(['RC-P5 NOT_MITIGATED']);
  });

  it('stays a find of the search', async () => {
    const bad = both(failedRun, accusedByHarness('failed/S2-seed-7/'));

    expect(await reasonsAfterKill(search, bad)).toContain('RC-F1 EXPLORATION_FAILED');
  });

  it('is nothing when the control is all that was violated, or a verdict is torn', async () => {
    expect(await reasonsAfterKill(real, unchanged)).toEqual([]);
    expect(
      await reasonsAfterKill(
        real,
        edit('verdict.json', (text) => text.slice(0, -9)),
      ),
    ).toEqual([]);
  });
});
