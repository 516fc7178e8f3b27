import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, CANDIDATE, leaveAttempt, runFiles } from '../testing/evidence-builder.js';
import {
  both,
  e2e,
  edit,
  type Mutant,
  MutantBench,
  named,
  put,
  reasonsFor,
  scenario,
  script,
  swap,
  unchanged,
} from '../testing/mutant-bench.js';
import { doneTwice, scriptsOf } from '../testing/scenario-scripts.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P2', 'RC-P5', 'RC-F1', 'RC-F2', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Mutant[] = [
  {
    what: 'an illegal step in the final log',
    item: e2e('E2E-01'),
    change: swap('final.json', '"type":"picked"', '"type":"done"'),
    expect: ['RC-F1', 'ILLEGAL_TRANSITION'],
  },
  {
    what: 'the same, seen by integrity',
    item: scenario('S3-duplicate-dispatch'),
    change: put(runFiles(doneTwice(script('S3-duplicate-dispatch')).drained())),
    expect: ['RC-F1', 'DUPLICATE_COMPLETION'],
  },
  {
    what: 'an accepted task that is gone',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      const { main } = scriptsOf('S2-stuck-in-progress', 'real');
      main.rows.delete('stuck');
      put(runFiles(main))(draft);
    },
    expect: ['RC-F1', 'TASK_LOST'],
  },
  {
    what: 'a row its own log does not explain',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      const { main } = scriptsOf('S2-stuck-in-progress', 'real');
      main.rows.set('stuck', { ...main.row('stuck'), run: 3 });
      put(runFiles(main))(draft);
    },
    expect: ['RC-F1', 'DB_LOG_MISMATCH'],
  },
  {
    what: 'a stale fence that was accepted',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      const { main } = scriptsOf('S2-stuck-in-progress', 'real');
      const args = { worker: 'w1/1', task: 'stuck', fence: 1, notes: 'late' };
      put(runFiles(main.call('w1/1', { op: 'complete', args }, { value: null })))(draft);
    },
    expect: ['RC-F1', 'ILLEGAL_TRANSITION'],
  },
  {
    what: 'a hard exceed that was let through',
    item: scenario('S4-budget-hard-exceed'),
    change: (draft) => {
      const bad = script('S4-budget-hard-exceed').enqueue('t').claim('w1/1', 't');
      bad.report('w1/1', 't', { tokens: 3_501, action: 'SUMMARIZE' }).complete('w1/1', 't').drained();
      put(runFiles(bad))(draft);
    },
    expect: ['RC-F2', 'NOT_BLOCKED'],
  },
  {
    what: 'work that went on after BLOCK',
    item: scenario('S4-budget-hard-exceed'),
    change: (draft) => {
      const bad = script('S4-budget-hard-exceed').enqueue('t').claim('w1/1', 't');
      bad.report('w1/1', 't', { tokens: 3_501, action: 'BLOCK' }).effect('w1/1', 't').drained();
      put(runFiles(bad))(draft);
    },
    expect: ['RC-F2', 'EXECUTED_AFTER_BLOCK'],
  },
  {
    what: 'too few hard exceeds to say anything',
    item: scenario('S4-budget-hard-exceed'),
    change: put(runFiles(script('S4-budget-hard-exceed').enqueue('t').work('w1/1', 't').drained())),
    expect: ['RC-F2', 'EXPOSURE_LOW'],
  },
];

describe('the checks of integrity and guardrail', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });

  it.each(
    mutants
      .filter(({ expect: [, code] }) => code !== 'EXPOSURE_LOW')
      .map((mutant) => [mutant.what, mutant] as const),
  )('refuse %s in an earlier attempt, whatever a later one shows', async (_what, mutant) => {
    const reasons = await bench.reasonsAfter(mutant.item, mutant.change, unchanged);

    expect(reasons).toContain(mutant.expect.join(' '));
  });

  it('refuse what the final state of an earlier attempt shows, although its other files cannot be read', async () => {
    const torn = both(
      swap('final.json', '"type":"picked"', '"type":"done"'),
      edit('timeline.jsonl', () => 'torn\n'),
    );

    expect(await bench.reasonsAfter(e2e('E2E-01'), torn, unchanged)).toContain('RC-F1 ILLEGAL_TRANSITION');
  });

  it('refuse what evidence shows that the plan does not ask for', async () => {
    const twice = put(runFiles(doneTwice(script('S6-retries-exhausted')).drained()));

    expect(await bench.reasonsAfter(scenario('S6-retries-exhausted'), twice)).toContain(
      'RC-F1 DUPLICATE_COMPLETION',
    );
  });

  it('accuse nobody of what an earlier attempt of another tree did', async () => {
    const copy = await bench.copy();
    const bad = swap('final.json', '"type":"picked"', '"type":"done"');
    await inTree(copy, 'e'.repeat(64), () => leaveAttempt(copy, e2e('E2E-01'), bad));
    await leaveAttempt(copy, e2e('E2E-01'), unchanged);

    expect(await reasonsFor(copy)).toEqual([]);
  });
});

/** Does something while the folder says it belongs to another tree. */
async function inTree({ folder }: Bench, treeSha256: string, act: () => Promise<void>): Promise<void> {
  const file = join(folder, 'candidate.json');
  await writeFile(file, JSON.stringify({ ...CANDIDATE, treeSha256 }));
  await act();
  await writeFile(file, JSON.stringify(CANDIDATE));
}
