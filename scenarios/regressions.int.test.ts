/** Every minimal plan that was kept: its planted bug is caught again, and the orchestrator as it is holds. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { orchInProcess } from '../harness/adapters/orch/in-process.js';
import { playRegression } from '../harness/cli/scenario/regression-replay.js';
import { regressionName } from '../harness/cli/scenario/shrink.js';
import { readRegression } from '../harness/scenario/regression.js';
import { SCENARIOS } from './catalogue.js';

const folder = fileURLToPath(new URL('./regressions/', import.meta.url));
const files = readdirSync(folder).map((name) => ({ name }));
const none = () => {
  throw new Error('regressions are simulated');
};
const stage = { scenarios: SCENARIOS, systems: { simulated: orchInProcess, real: none, stdio: none } };

describe('a regression that was kept', () => {
  it.each(files)(
    '$name is as it expects: caught with its planted bug, and nothing without',
    async ({ name }) => {
      const { surprises } = await playRegression(readRegression(`${folder}${name}`), stage);

      expect(surprises).toEqual([]);
    },
  );

  it.each(files)('$name says in its name what it is of', ({ name }) => {
    expect(name).toBe(regressionName(readRegression(`${folder}${name}`)));
  });

  it.each(files)('$name is small enough to read', ({ name }) => {
    const { faults, tasks } = readRegression(`${folder}${name}`).plan;

    expect([faults.length <= 3, tasks.length <= 3]).toEqual([true, true]);
  });

  it('is not as expected when no bug proves it and its invariant has nothing to judge', async () => {
    const kept = readRegression(`${folder}S3-duplicate-dispatch-INV-05-seed-1.json`);
    const unproven = { ...kept, expects: { ...kept.expects, plantedBug: null } };
    const idle = { ...unproven, plan: { ...unproven.plan, tasks: [] } };

    expect((await playRegression(unproven, stage)).surprises).toEqual([]);
    expect((await playRegression(idle, stage)).surprises).toEqual([
      'INV-05 finds nothing to judge in it any more',
    ]);
  });

  it('is there at all', () => {
    expect(files.length).toBeGreaterThan(2);
  });
});
