import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaveAttempt } from '../testing/evidence-builder.js';
import {
  both,
  e2e,
  failed,
  type Mutant,
  MutantBench,
  named,
  reasonsFor,
  swap,
} from '../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P2', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Mutant[] = [
  {
    what: 'a failed end-to-end scenario',
    item: e2e('E2E-03'),
    change: both(
      swap('verdict.json', '"result":"PASSED","because":null', '"result":"FAILED","because":"no"'),
      failed,
    ),
    expect: ['RC-P2', 'E2E_FAILED'],
  },
  {
    what: 'a scenario in which nothing was typed',
    item: e2e('E2E-03'),
    change: swap('timeline.jsonl', '"command":"orch add"', '"command":null'),
    expect: ['RC-P2', 'E2E_FAILED'],
  },
  {
    what: 'a claim of PASSED over a command that ended otherwise than the story allows',
    item: e2e('E2E-03'),
    change: swap('timeline.jsonl', '"exitCode":0', '"exitCode":70'),
    expect: ['RC-P2', 'CLAIM_MISMATCH'],
  },
  {
    what: 'such a command in a story whose record says FAILED',
    item: e2e('E2E-03'),
    change: both(swap('timeline.jsonl', '"exitCode":0', '"exitCode":70'), failed),
    expect: ['RC-P2', 'E2E_FAILED'],
  },
  {
    what: 'a scenario that looked at the end of no command',
    item: e2e('E2E-03'),
    change: swap('timeline.jsonl', '"expected":[0]', '"expected":null'),
    expect: ['RC-P2', 'E2E_FAILED'],
  },
  {
    what: 'a category that nothing covers',
    item: e2e('E2E-04'),
    change: swap('verdict.json', '"operator"', '"normal"'),
    expect: ['RC-P2', 'E2E_CATEGORY_MISSING'],
  },
  {
    what: 'the evidence of another scenario',
    item: e2e('E2E-04'),
    change: swap('verdict.json', 'E2E-04', 'E2E-01'),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
];

describe('the checks of the end-to-end scenarios', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });

  it('refuse two stories of four', async () => {
    const copy = await bench.copy();
    const lost = swap('verdict.json', '"PASSED","because":null', '"FAILED","because":"no"');
    for (const name of ['E2E-02', 'E2E-03']) await leaveAttempt(copy, e2e(name), both(lost, failed));

    const reasons = await reasonsFor(copy);

    expect(reasons).toEqual(expect.arrayContaining(['RC-P2 E2E_TOO_FEW', 'RC-P2 E2E_CATEGORY_MISSING']));
  });

  it('count nothing while stories are missing: what is missing has not failed', async () => {
    const copy = await bench.copy();
    await unlink(join(copy.folder, 'evidence/e2e/E2E-02/1/record.json'));

    const reasons = await reasonsFor(copy);

    expect(reasons.filter((code) => code.startsWith('RC-P2'))).toEqual(['RC-P2 EVIDENCE_MISSING']);
  });
});
