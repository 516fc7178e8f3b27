import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soakFiles } from '../../testing/evidence-builder.js';
import { heartbeatText } from '../../testing/heartbeats.js';
import {
  both,
  edit,
  failed,
  type Mutant,
  MutantBench,
  named,
  put,
  reasonsFor,
  script,
  soak,
  swap,
  unchanged,
} from '../../testing/mutant-bench.js';
import { soakScript } from '../../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-F3', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Omit<Mutant, 'item'>[] = [
  {
    what: 'a soak whose heartbeats carry no clock',
    change: put(new Map([['heartbeats.ndjson', heartbeatText(soakScript('soak-smoke', 'simulated'))]])),
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a soak faster than its own clocks',
    change: put(
      new Map([
        [
          'heartbeats.ndjson',
          heartbeatText(soakScript('soak-smoke', 'real'), (beat) => ({
            ...beat,
            monotonicMs: Number(beat['at']) / 10,
          })),
        ],
      ]),
    ),
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a heartbeat taken out of the chain',
    change: edit('heartbeats.ndjson', (text) =>
      text
        .split('\n')
        .filter((_, line) => line !== 3)
        .join('\n'),
    ),
    expect: ['RC-F3', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'too little watched time',
    change: put(
      new Map([
        [
          'heartbeats.ndjson',
          heartbeatText(soakScript('soak-smoke', 'real'), (beat, index) => (index < 3 ? beat : null)),
        ],
      ]),
    ),
    expect: ['RC-F3', 'EXPOSURE_LOW'],
  },
  {
    what: 'a minute and more without a step while work waited',
    change: (draft) => {
      const still = script('soak-smoke').enqueue('t').pass(70_000).work('w1/1', 't').drained();
      put(soakFiles('soak-smoke', still))(draft);
      draft.lengthMs = 72_000;
    },
    expect: ['RC-F3', 'OUTAGE'],
  },
  {
    what: 'a duplicate execution in the soak',
    change: (draft) => {
      const bad = soakScript('soak-smoke', 'real');
      bad.enqueue('late', { key: 'k1' }).work('w2/1', 'late');
      put(soakFiles('soak-smoke', bad))(draft);
    },
    expect: ['RC-F3', 'ABORT_EPISODE'],
  },
  {
    what: 'more lost tasks than the raw lines give',
    change: swap('summary.json', '"values":{}', '"values":{"tasks.lost_count":{"value":7,"samples":12}}'),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a driver that does not call its run healthy',
    change: both(swap('summary.json', 'healthy', 'objective-missed'), failed),
    expect: ['RC-F3', 'RUN_UNDECIDED'],
  },
  {
    what: 'an indicator that the raw lines do not give',
    change: swap(
      'summary.json',
      '"values":{}',
      '"values":{"tasks.success_ratio":{"value":0.5,"samples":11}}',
    ),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'fewer arrivals than were claimed',
    change: (draft) => {
      draft.claimed = { result: 'PASSED', counts: { arrivals: 4_608 } };
    },
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'the files of another soak',
    change: put(soakFiles('soak-24h', soakScript('soak-24h', 'real'))),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
];

describe('the checks of a real soak', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(soak('soak-smoke'), mutant.change)).toContain(mutant.expect.join(' '));
  });

  it('refuse a duplicate execution in an earlier attempt, whatever a later one shows', async () => {
    const bad = soakScript('soak-smoke', 'real').enqueue('late', { key: 'k1' }).work('w2/1', 'late');
    const twice = put(soakFiles('soak-smoke', bad));

    expect(await bench.reasonsAfter(soak('soak-smoke'), twice, unchanged)).toEqual(['RC-F3 ABORT_EPISODE']);
  });
});
