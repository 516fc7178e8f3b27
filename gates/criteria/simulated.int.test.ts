import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFiles, soakFiles } from '../testing/evidence-builder.js';
import { type Mutant, MutantBench, named, put, reasonsFor } from '../testing/mutant-bench.js';
import { RunScript } from '../testing/run-script.js';
import { doneTwice, soakScript } from '../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-A3', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Mutant[] = [
  {
    what: 'a violation in a simulated run',
    item: { kind: 'failure-scenario', name: 'S3-duplicate-dispatch', mode: 'simulated' },
    change: put(
      runFiles(doneTwice(new RunScript({ scenario: 'S3-duplicate-dispatch', mode: 'simulated' })).drained()),
    ),
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'a simulated soak under another load',
    item: { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' },
    change: (draft) => {
      const thin = new RunScript({ scenario: 'soak-24h', mode: 'simulated' });
      put(soakFiles('soak-24h', thin.enqueue('t').work('w1/1', 't').drained()))(draft);
    },
    expect: ['RC-A3', 'SOAK_LOAD_LOW'],
  },
  {
    what: 'a simulated soak without a lost lease to recover',
    item: { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' },
    change: (draft) => {
      const calm = new RunScript({ scenario: 'soak-24h', mode: 'simulated' });
      for (let task = 0; task < 12; task += 1) calm.enqueue(`t${task}`).work('w1/1', `t${task}`);
      put(soakFiles('soak-24h', calm.drained()))(draft);
    },
    expect: ['RC-A3', 'SLO_NO_DATA'],
  },
  {
    what: 'a simulated soak that fails its tasks',
    item: { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' },
    change: (draft) => {
      const bad = soakScript('soak-24h', 'simulated');
      bad.enqueue('poor', { maxRetries: 0 }).claim('w1/1', 'poor').failTransient('w1/1', 'poor');
      put(soakFiles('soak-24h', bad))(draft);
    },
    expect: ['RC-A3', 'SLO_VIOLATED'],
  },
];

describe('the checks of what is simulated', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });
});
