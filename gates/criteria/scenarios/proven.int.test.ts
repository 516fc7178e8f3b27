import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../testing/evidence-builder.js';
import {
  accusedByHarness,
  both,
  edit,
  failed,
  type Mutant,
  MutantBench,
  named,
  put,
  reasonsFor,
  scenario,
  script,
  swap,
} from '../../testing/mutant-bench.js';
import { RunScript, START } from '../../testing/run-script.js';
import { doneTwice, PLANTED, scriptsOf } from '../../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

/** An empty real run of S1 with its planted bug, and one in which a single worker does a single task. */
const planted = () =>
  new RunScript({ scenario: 'S1-lease-contention', control: PLANTED['S1-lease-contention'].bug });
const mild = () => planted().enqueue('t').work('w1/1', 't');

/** Puts another control in place, with its verdict changed. */
function control(run: RunScript, change: (verdict: string) => string): Mutant['change'] {
  return put(
    [...runFiles(run)].map(([path, text]) => [
      `control/${path}`,
      path === 'verdict.json' ? change(text) : text,
    ]),
  );
}

/** Leaves one more run beside the first. */
function further(run: RunScript): Mutant['change'] {
  return put([...runFiles(run)].map(([path, text]) => [`run-2/${path}`, text] as const));
}

const mutants: readonly Mutant[] = [
  {
    what: 'a control that nobody rejects',
    item: scenario('S1-lease-contention'),
    change: both(
      control(mild().drained(), (verdict) => verdict.replace('"result":"violated"', '"result":"unknown"')),
      failed,
    ),
    expect: ['RC-P5', 'CONTROL_PASSED'],
  },
  {
    what: 'a control accused by lines that are not in its history',
    item: scenario('S1-lease-contention'),
    change: control(mild().drained(), (verdict) => verdict.replace('[0,1]', '[0,9999]')),
    expect: ['RC-P5', 'CONTROL_PASSED'],
  },
  {
    what: 'a control that never did anything, whatever the harness says',
    item: scenario('S1-lease-contention'),
    change: control(planted(), (verdict) => verdict.replace('[0,1]', '[]')),
    expect: ['RC-P5', 'CONTROL_PASSED'],
  },
  {
    what: 'a control whose stage did not start',
    item: scenario('S4-budget-hard-exceed'),
    change: both(
      edit('control/verdict.json', (text) =>
        text
          .replace('"outcome":"violated"', '"outcome":"invalid"')
          .replace('"result":"violated"', '"result":"unknown"'),
      ),
      failed,
    ),
    expect: ['RC-P5', 'CONTROL_PASSED'],
  },
  {
    what: 'a planted bug in the run itself',
    item: scenario('S3-duplicate-dispatch'),
    change: put(runFiles(doneTwice(script('S3-duplicate-dispatch')).drained())),
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'an accusation of the harness',
    item: scenario('S2-stuck-in-progress'),
    change: both(accusedByHarness(), failed),
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'a fault that never struck',
    item: scenario('S4-budget-hard-exceed'),
    change: put(runFiles(script('S4-budget-hard-exceed').enqueue('t').work('w1/1', 't').drained())),
    expect: ['RC-P5', 'FAULT_NOT_WITNESSED'],
  },
  {
    what: 'a fault that struck too rarely',
    item: scenario('S5-database-lock'),
    change: put(
      runFiles(
        script('S5-database-lock')
          .enqueue('t')
          .call('w1/1', { op: 'claim', args: { worker: 'w1/1', leaseMs: 1 } }, { refused: 'BUSY' })
          .work('w1/1', 't')
          .drained(),
      ),
    ),
    expect: ['RC-P5', 'EXPOSURE_LOW'],
  },
  {
    what: 'a run the harness could not decide',
    item: scenario('S2-stuck-in-progress'),
    change: both(swap('verdict.json', '"outcome":"holds"', '"outcome":"unknown"'), failed),
    expect: ['RC-P5', 'RUN_UNDECIDED'],
  },
  {
    what: 'simulated time labelled as real',
    item: scenario('S1-lease-contention'),
    change: put(runFiles(scriptsOf('S1-lease-contention', 'simulated').main)),
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'simulated time labelled as real in the history as well',
    item: scenario('S1-lease-contention'),
    change: (draft) => {
      const { main } = scriptsOf('S1-lease-contention', 'real');
      Object.assign(main.header.sut, { capabilities: ['lease', 'virtual-time'] });
      put(runFiles(main))(draft);
    },
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a real history from another time than its attempt',
    item: scenario('S1-lease-contention'),
    change: (draft) => {
      const { main } = scriptsOf('S1-lease-contention', 'real');
      Object.assign(main.header, { startedAt: START - 3_600_000 });
      put(runFiles(main))(draft);
    },
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'more history than time passed',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      draft.lengthMs = 1_000;
    },
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a history that was cut and resealed without its trailer',
    item: scenario('S1-lease-contention'),
    change: edit('history.jsonl', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`),
    expect: ['RC-P5', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a line of history changed under its digest',
    item: scenario('S1-lease-contention'),
    change: swap('history.jsonl', '"actor":"w1/1"', '"actor":"w9/1"'),
    expect: ['RC-P5', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'the history of another scenario',
    item: scenario('S1-lease-contention'),
    change: put(runFiles(scriptsOf('S2-stuck-in-progress', 'real').main)),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'the same run told twice',
    item: scenario('S5-database-lock'),
    change: further(scriptsOf('S5-database-lock', 'real').main),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a further run that lets a duplicate happen',
    item: scenario('S3-duplicate-dispatch'),
    change: further(
      new RunScript({ scenario: 'S3-duplicate-dispatch', seed: 2 })
        .enqueue('first', { key: 'k' })
        .work('w1/1', 'first')
        .enqueue('late', { key: 'k' })
        .work('w2/1', 'late')
        .drained(),
    ),
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'a further run of another scenario',
    item: scenario('S5-database-lock'),
    change: further(new RunScript({ scenario: 'S1-lease-contention', seed: 2 }).drained()),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'no control at all',
    item: scenario('S1-lease-contention'),
    change: (draft) => {
      for (const path of [...draft.files.keys()]) if (path.startsWith('control/')) draft.files.delete(path);
    },
    expect: ['RC-P5', 'EVIDENCE_MISSING'],
  },
];

describe('the checks of the failure scenarios', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it('count the chances of every run', async () => {
    const once = (seed: number) =>
      new RunScript({ scenario: 'S5-database-lock', seed })
        .enqueue('t')
        .call('w1/1', { op: 'claim', args: { worker: 'w1/1', leaseMs: 1 } }, { refused: 'BUSY' })
        .work('w1/1', 't')
        .drained();
    const twice = both(put(runFiles(once(1))), further(once(2)));

    expect(await bench.reasonsAfter(scenario('S5-database-lock'), twice)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });
});
