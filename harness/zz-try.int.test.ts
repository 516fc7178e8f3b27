import { it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from './sim/simulate.js';
import { orchInProcess } from './adapters/orch/in-process.js';
import { judgeRun } from './outcome.js';
import { MUTANTS } from './adapters/orch/mutants/mutant.js';
const ids = ['S1-lease-contention','S2-stuck-in-progress','S3-duplicate-dispatch','S4-budget-hard-exceed','S5-database-lock','S6-retries-exhausted'];
it('tries', async () => {
  for (const id of ids) {
    const scenario = (await import(`../scenarios/${id}.ts`)).default;
    const plan = scenario.plan(7, 'simulated');
    for (const mutant of [undefined, scenario.control, ...(process.env.ALL ? MUTANTS.map(m => m.name).filter(n => n !== scenario.control) : [])]) {
      const home = await mkdtemp(join(tmpdir(), 'x-'));
      const t = performance.now();
      const r = await simulate(plan, orchInProcess(mutant ? { mutant } : {}), { control: mutant ?? null, home });
      const o = judgeRun(scenario, r);
      console.log(id, mutant ?? '-', o.outcome, Math.round(performance.now() - t), 'ms', r.history.ops.length, 'lines', o.missingMarks, o.problems, o.checks.filter(c => c.result.result !== 'holds').map(c => c.name + ':' + c.result.result + ' ' + (c.result as any).because?.slice(0, 120)));
      await rm(home, { recursive: true });
    }
  }
}, 300000);
