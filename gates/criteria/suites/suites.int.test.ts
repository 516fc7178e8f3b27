import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  both,
  edit,
  failed,
  type Mutant,
  MutantBench,
  named,
  put,
  reasonsFor,
  suite,
  swap,
} from '../../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P1', 'RC-A1', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const mutants: readonly Mutant[] = [
  {
    what: 'a failed test',
    item: suite('unit'),
    change: both(swap('results.json', '"status":"passed"', '"status":"failed"'), failed),
    expect: ['RC-P1', 'TEST_FAILED'],
  },
  {
    what: 'a runner that ended badly although no test failed',
    item: suite('unit'),
    change: failed,
    expect: ['RC-P1', 'TEST_FAILED'],
  },
  {
    what: 'a test that passed on its second run',
    item: suite('unit'),
    change: swap('results.json', '"retries":0', '"retries":1'),
    expect: ['RC-P1', 'TEST_FLAKY'],
  },
  {
    what: 'a skip nobody listed',
    item: suite('unit'),
    change: both(swap('results.json', '"status":"passed"', '"status":"skipped"'), failed),
    expect: ['RC-P1', 'TEST_SKIPPED_UNLISTED'],
  },
  {
    what: 'a collected test without a result',
    item: suite('unit'),
    change: both(swap('collected.json', ']', ',{"file":"x","name":"y"}]'), failed),
    expect: ['RC-P1', 'TEST_NOT_RUN'],
  },
  {
    what: 'a result that was never collected',
    item: suite('unit'),
    change: swap('collected.json', '"test 0"', '"another"'),
    expect: ['RC-P1', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a test file of which the runner collected nothing',
    item: suite('unit'),
    change: swap('files.json', ']', ',"core/gone.test.ts"]'),
    expect: ['RC-P1', 'TEST_COUNT_DROPPED'],
  },
  {
    what: 'tests of a file that does not lie in the tree',
    item: suite('unit'),
    change: edit('files.json', () => '[]'),
    expect: ['RC-P1', 'CLAIM_MISMATCH'],
  },
  {
    what: 'an empty suite',
    item: suite('functional'),
    change: both(
      put(
        new Map([
          ['collected.json', '[]'],
          ['results.json', '{"tests":[]}'],
        ]),
      ),
      failed,
    ),
    expect: ['RC-P1', 'SUITE_MISSING'],
  },
  {
    what: 'too few tests',
    item: suite('integration'),
    change: both(
      put(
        new Map([
          ['collected.json', '[]'],
          ['results.json', '{"tests":[]}'],
        ]),
      ),
      failed,
    ),
    expect: ['RC-P1', 'EXPOSURE_LOW'],
  },
  {
    what: 'a pyramid on its head',
    item: suite('e2e'),
    change: (draft) => {
      const many = Array.from({ length: 40 }, (_, index) => ({ file: 'e2e', name: `${index}` }));
      const results = many.map((test) => ({
        ...test,
        status: 'passed',
        durationMs: 1,
        retries: 0,
        message: null,
      }));
      put(
        new Map([
          ['collected.json', JSON.stringify(many)],
          ['results.json', JSON.stringify({ tests: results })],
        ]),
      )(draft);
    },
    expect: ['RC-A1', 'PYRAMID_OFF'],
  },
  {
    what: 'a claimed count that the results do not have',
    item: suite('unit'),
    change: (draft) => {
      draft.claimed = { result: 'PASSED', counts: { passed: 99 } };
    },
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a claim of PASSED over failed tests',
    item: suite('unit'),
    change: swap('results.json', '"status":"passed"', '"status":"failed"'),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'results that are not in their format',
    item: suite('unit'),
    change: edit('results.json', () => '{"tests":[{}]}'),
    expect: ['RC-P1', 'EVIDENCE_SCHEMA'],
  },
];

describe('the checks of the test layers', () => {
  it('accept good evidence', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(mutants))('refuse %s', async (_what, mutant) => {
    expect(await bench.reasonsAfter(mutant.item, mutant.change)).toContain(mutant.expect.join(' '));
  });

  it('say what a failed test said, on one line and without its stack', async () => {
    const error = 'ZodError: [\\n  {\\n    \\"path\\": \\"code\\"\\n  }\\n]\\n    at readAs (bench.ts:56)';
    const change = both(
      swap('results.json', '"status":"passed"', '"status":"failed"'),
      swap('results.json', '"message":null', `"message":"${error}"`),
      failed,
    );
    const { criteria } = await bench.verdictAfter(suite('unit'), change);
    const reasons = criteria.flatMap(({ checks }) => checks.flatMap((check) => check.reasons));

    expect(reasons.find(({ code }) => code === 'TEST_FAILED')?.because).toMatch(
      /: ZodError: \[ \{ "path": "code" \} \]$/,
    );
  });
});
