import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soakFiles } from '../../testing/evidence-builder.js';
import { heartbeatText } from '../../testing/heartbeats.js';
import {
  both,
  failed,
  type Mutant,
  MutantBench,
  put,
  script,
  soak,
  unchanged,
} from '../../testing/mutant-bench.js';
import { soakScript } from '../../testing/scenario-scripts.js';

type Change = Mutant['change'];

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-F3', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const still = script('soak-smoke').enqueue('t').pass(70_000).work('w1/1', 't').drained();
const quiet = soakScript('soak-smoke', 'real').pass(70_000).drained();
const long: Change = (draft) => {
  draft.lengthMs = 72_000;
};
const stoodStill = both(put(soakFiles('soak-smoke', still)), long);
/** It had nothing to do, and nobody looked. */
const unwatched: Change = (draft) => {
  put(soakFiles('soak-smoke', quiet))(draft);
  put([['heartbeats.ndjson', heartbeatText(quiet, (beat, at) => (at > 12 && at < 26 ? null : beat))]])(draft);
  draft.lengthMs = 132_000;
};
/** Its machine slept: the wall went on while nothing else did. */
const asleep: Change = (draft) => {
  draft.driftMs = 70_000;
};

const reasonsAfter = (...changes: readonly Change[]) => bench.reasonsAfter(soak('soak-smoke'), ...changes);

describe('a time without service', () => {
  it('is held against the attempt that is judged, whether it stood still or was not watched', async () => {
    expect(await reasonsAfter(stoodStill)).toEqual(['RC-F3 OUTAGE']);
    expect(await reasonsAfter(unwatched)).toEqual(['RC-F3 OUTAGE']);
  });

  it('stays when a later attempt is clean, once it was seen', async () => {
    expect(await reasonsAfter(stoodStill, unchanged)).toEqual(['RC-F3 OUTAGE']);
    expect(await reasonsAfter(both(stoodStill, failed), unchanged, unchanged)).toEqual(['RC-F3 OUTAGE']);
  });

  it('goes when a later attempt is watched, where nobody knows what happened', async () => {
    expect(await reasonsAfter(unwatched, unchanged)).toEqual([]);
  });

  it('is none in an earlier attempt whose machine slept', async () => {
    expect(await reasonsAfter(both(stoodStill, asleep), unchanged)).toEqual([]);
  });
});

describe('the next step', () => {
  const nextAfter = async (...changes: readonly Change[]) => {
    const { criteria } = await bench.verdictAfter(soak('soak-smoke'), ...changes);
    return criteria
      .flatMap(({ checks }) => checks.flatMap(({ reasons }) => reasons))
      .map(({ code, next }) => `${code}: ${next.owner}, ${next.command}`);
  };
  const ANOTHER = 'find the cause in soak-smoke, commit a change, and make the evidence of the new commit';

  it('is another commit where a good attempt more would cure nothing', async () => {
    const outage = [`OUTAGE: developers, ${ANOTHER}`];

    expect(await nextAfter(stoodStill)).toEqual(outage);
    expect(await nextAfter(stoodStill, unchanged)).toEqual(outage);
  });

  it('is another commit after an abort condition was met, in whichever attempt', async () => {
    const twice = soakScript('soak-smoke', 'real').enqueue('late', { key: 'k1' }).work('w2/1', 'late');
    const aborted = put(soakFiles('soak-smoke', twice));
    const episode = [`ABORT_EPISODE: developers, ${ANOTHER}`];

    expect(await nextAfter(aborted)).toEqual(episode);
    expect(await nextAfter(aborted, unchanged)).toEqual(episode);
  });

  it('is another attempt where this one was only not watched', async () => {
    expect(await nextAfter(unwatched)).toEqual([
      expect.stringMatching(/^OUTAGE: developers, npx gate soak run --profile smoke --clock wall/),
    ]);
  });
});
