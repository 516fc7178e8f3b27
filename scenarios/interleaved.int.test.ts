/** Scenarios with statements for steps: they hold, and what they see comes from the engine. Threads run built files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orchInterleaved } from '../harness/adapters/orch/interleaved/interleaved.js';
import { judgeRun } from '../harness/outcome/outcome.js';
import { simulate } from '../harness/sim/simulate.js';
import { scenarioNamed } from './catalogue.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gate-test-'));
});
afterEach(() => rm(home, { recursive: true }));

async function played(id: string) {
  const scenario = scenarioNamed(id);
  const run = await simulate(scenario.plan(11, 'simulated'), orchInterleaved(), { control: null, home });
  return { outcome: judgeRun(scenario, run), run };
}

describe('statement by statement', () => {
  it.each(['S5', 'S7', 'S14', 'S15', 'S17', 'C1', 'C2', 'C5'])('%s holds', async (id) => {
    const { outcome } = await played(id);
    const accusers = outcome.checks.filter(({ result }) => result.result === 'violated');

    expect([outcome.problems, outcome.missingMarks, accusers]).toEqual([[], [], []]);
    expect(outcome.outcome).toBe('holds');
  });

  it('meets BUSY in a herd although nothing locks the store but other actors', async () => {
    const { run } = await played('S8');
    const busy = run.history.ops.filter((op) => op.type === 'fail' && op.code === 'BUSY');
    const locks = run.history.ops.filter((op) => op.type === 'fault-start' && op.fault.kind === 'store-lock');

    expect([busy.length > 0, locks]).toEqual([true, []]);
  });
});
