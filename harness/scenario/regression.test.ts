import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readableJson } from './readable-json.js';
import { expectKnown, type Regression, RegressionUnreadable, readRegression } from './regression.js';
import { smallPlan } from './testing/small-plan.js';

const regression: Regression = {
  regression: 1,
  says: 'task T-1 was lost',
  expects: { plantedBug: 'ack-before-commit', isCaughtBy: 'INV-04', withoutIt: 'nothing is violated' },
  shrunk: { faults: [4, 4], actors: [7, 7], tasks: [30, 30], simulatedMs: [90_000, 90_000] },
  plan: smallPlan(1),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gate-regression-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string): Regression {
  const path = join(folder, 'one.json');
  writeFileSync(path, content);
  return readRegression(path);
}

describe('a regression', () => {
  const known = { scenarios: [{ id: regression.plan.scenario }], mutants: [{ name: 'ack-before-commit' }] };

  it('may name what is there, and no planted bug at all', () => {
    const ofCore = { ...regression, expects: { ...regression.expects, plantedBug: null } };

    expect(() => expectKnown('one.json', regression, known)).not.toThrow();
    expect(() => expectKnown('one.json', ofCore, known)).not.toThrow();
  });

  it.each([
    [
      'scenario',
      { ...known, scenarios: [{ id: 'S1-x' }] },
      /one\.json, found plan\.scenario: ".*", none of S1-x$/,
    ],
    [
      'planted bug',
      { ...known, mutants: [{ name: 'key-ignored' }] },
      /expects\.plantedBug: "ack-.*", none of key-ignored$/,
    ],
  ])('that names an unknown %s is refused with those there are', (_what, there, message) => {
    expect(() => expectKnown('one.json', regression, there)).toThrow(message);
    expect(() => expectKnown('one.json', regression, there)).toThrow(RegressionUnreadable);
  });

  it('is read back as it was written', () => {
    expect(read(readableJson(regression))).toEqual(regression);
  });

  it.each<[string, object | string, RegExp]>([
    ['no JSON', '{', /expected a regression .*one\.json, found .*JSON/],
    ['another kind of file', { plan: {} }, /found regression: /],
    [
      'a fault of an unknown kind',
      {
        ...regression,
        plan: { ...regression.plan, faults: [{ ...regression.plan.faults[0], kind: 'flood' }] },
      },
      /found plan\.faults\.0\.kind: /,
    ],
    [
      'a task without a run',
      { ...regression, plan: { ...regression.plan, tasks: [{ ...regression.plan.tasks[0], runs: [] }] } },
      /found plan\.tasks\.0\.runs/,
    ],
  ])('is refused when it is %s, with the place that is off', (_what, content, message) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);

    expect(() => read(text)).toThrow(RegressionUnreadable);
    expect(() => read(text)).toThrow(message);
  });
});

describe('JSON for people', () => {
  it('puts on one line what fits, and breaks what does not', () => {
    const text = readableJson({
      few: { a: 1, b: [1, 2] },
      none: {},
      things: [{ a: 1 }, { b: 'x'.repeat(120) }],
    });

    expect(text.split('\n')).toEqual([
      '{',
      '  "few": { "a": 1, "b": [1, 2] },',
      '  "none": {},',
      '  "things": [',
      '    { "a": 1 },',
      '    {',
      `      "b": "${'x'.repeat(120)}"`,
      '    }',
      '  ]',
      '}',
    ]);
  });
});
