/** Every scenario on the orchestrator as it is and with planted bugs, in virtual time: it holds, and it says no. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { orchInProcess } from '../harness/adapters/orch/in-process.js';
import { MUTANTS } from '../harness/adapters/orch/mutants/mutant.js';
import type { Scenario } from '../harness/index.js';
import { judgeRun } from '../harness/outcome/outcome.js';
import { simulate } from '../harness/sim/simulate.js';
import { CATALOGUE, scenarioNamed } from './catalogue.js';
import template from './template.js';

const homes: string[] = [];

afterEach(async () => {
  for (const home of homes.splice(0)) await rm(home, { recursive: true, force: true });
});

async function outcomeOf(scenario: Scenario, seed: number, mutant: string | null) {
  const home = await mkdtemp(join(tmpdir(), 'gate-test-'));
  homes.push(home);
  const sut = orchInProcess(mutant === null ? {} : { mutant });
  return judgeRun(scenario, await simulate(scenario.plan(seed, 'simulated'), sut, { control: mutant, home }));
}

const accusers = (outcome: Awaited<ReturnType<typeof outcomeOf>>): readonly string[] =>
  outcome.checks.filter(({ result }) => result.result === 'violated').map(({ invariant }) => invariant);

describe.each([...CATALOGUE, template])('$id, simulated', (scenario) => {
  const { control } = scenario;

  it('holds, with every guard of its own exposed and everything seen that it must see', async () => {
    const outcome = await outcomeOf(scenario, 11, null);

    expect([outcome.problems, outcome.missingMarks, accusers(outcome)]).toEqual([[], [], []]);
    expect(outcome.outcome).toBe('holds');
  });

  it('is violated with its planted bug, by the guard that fits', async () => {
    const outcome = await outcomeOf(scenario, 11, control);

    expect(outcome.outcome).toBe('violated');
    expect(accusers(outcome)).toContain(MUTANTS.find(({ name }) => name === control)?.breaks);
  });
});

describe('planted bugs that are no scenario’s control', () => {
  it.each([
    ['settle-uses-newest-fence', 'S2', 'INV-02'],
    ['complete-forgets-status', 'S2', 'INV-03'],
    ['backoff-skipped', 'S6', 'INV-07'],
    ['event-dropped', 'S4', 'INV-09'],
    ['operator-skips-table', 'S4', 'INV-10'],
    ['sweep-before-expiry', 'S21', 'INV-01'],
    ['lease-in-seconds', 'S21', 'INV-01'],
  ])('%s is caught by %s under %s', async (mutant, id, invariant) => {
    expect(accusers(await outcomeOf(scenarioNamed(id), 11, mutant))).toContain(invariant);
  });
});
