import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soakFiles } from '../../testing/evidence-builder.js';
import { heartbeatText } from '../../testing/heartbeats.js';
import {
  both,
  type Mutant,
  MutantBench,
  named,
  put,
  reasonsFor,
  script,
  soak,
} from '../../testing/mutant-bench.js';
import { soakScript } from '../../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P3', 'RC-P4', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const beats = (name: string, change: Parameters<typeof heartbeatText>[1]) =>
  put([['heartbeats.ndjson', heartbeatText(soakScript(name, 'real'), change)]]);

const failing = (name: string) => {
  const bad = soakScript(name, 'real');
  return bad.enqueue('poor', { maxRetries: 0 }).claim('w1/1', 'poor').failTransient('w1/1', 'poor');
};

const mutants: readonly Mutant[] = [
  {
    what: 'a day that was not watched to its end',
    item: soak('soak-24h'),
    change: beats('soak-24h', (beat, index) => (index < 5 ? beat : null)),
    expect: ['RC-P3', 'SOAK_SHORT'],
  },
  {
    what: 'a gap in a day that allows none',
    item: soak('soak-24h'),
    change: (draft) => {
      const long = soakScript('soak-24h', 'real').pass(200_000).drained();
      put(soakFiles('soak-24h', long))(draft);
      const gap = heartbeatText(long, (beat, index) => (index > 12 && index < 40 ? null : beat));
      put([['heartbeats.ndjson', gap]])(draft);
      draft.lengthMs = 262_000;
    },
    expect: ['RC-P3', 'SOAK_GAP'],
  },
  {
    what: 'another load than planned',
    item: soak('soak-24h'),
    change: put(soakFiles('soak-24h', script('soak-24h').enqueue('t').work('w1/1', 't').drained())),
    expect: ['RC-P3', 'SOAK_LOAD_LOW'],
  },
  {
    what: 'an objective missed in the day',
    item: soak('soak-24h'),
    change: put(soakFiles('soak-24h', failing('soak-24h'))),
    expect: ['RC-P3', 'SLO_VIOLATED'],
  },
  {
    what: 'a leak',
    item: soak('soak-24h'),
    change: beats('soak-24h', (beat, index) => ({ ...beat, rssBytes: 50_000_000 + index * 5_000_000 })),
    expect: ['RC-P3', 'LEAK_EXCEEDED'],
  },
  {
    what: 'memory that swings too much to bound its growth',
    item: soak('soak-24h'),
    change: beats('soak-24h', (beat, index) => ({ ...beat, rssBytes: 50_000_000 * (1 + ((index * 7) % 5)) })),
    expect: ['RC-P3', 'LEAK_UNPROVEN'],
  },
  {
    what: 'memory nobody measured',
    item: soak('soak-24h'),
    change: beats('soak-24h', (beat) => ({ ...beat, openFds: null })),
    expect: ['RC-P3', 'LEAK_UNPROVEN'],
  },
  {
    what: 'three days that missed an objective without an abort',
    item: soak('soak-72h'),
    change: put(soakFiles('soak-72h', failing('soak-72h'))),
    expect: ['RC-P4', 'SLO_MISSED_WITHOUT_ABORT'],
  },
  {
    what: 'three days with an abort condition',
    item: soak('soak-72h'),
    change: both((draft) => {
      draft.claimed = { result: 'PASSED', counts: { abortEpisodes: 1 } };
    }),
    expect: ['RC-P4', 'ABORT_EPISODE'],
  },
];

describe('the checks of the long soaks', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });
});
