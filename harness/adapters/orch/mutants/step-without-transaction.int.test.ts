/** A bug that no backend but the interleaved one can see. Its threads run built files only. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scenarioNamed } from '../../../../scenarios/catalogue.js';
import { judgeRun } from '../../../outcome/outcome.js';
import { simulate } from '../../../sim/simulate.js';
import type { SystemUnderTest } from '../../../sut.js';
import { orchInProcess } from '../in-process.js';
import { orchInterleaved } from '../interleaved/interleaved.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-untied-'));
});
afterEach(() => rm(home, { recursive: true }));

const mutant = 'step-without-transaction';
const scenario = scenarioNamed('S12');

async function accusersOf(sut: SystemUnderTest): Promise<readonly string[]> {
  const run = await simulate(scenario.plan(1, 'simulated'), sut, { control: mutant, home });
  return judgeRun(scenario, run).checks.flatMap(({ invariant, result }) =>
    result.result === 'violated' ? [invariant] : [],
  );
}

describe('a step without a transaction', () => {
  it('is accused when others act between its statements', async () => {
    expect(await accusersOf(orchInterleaved({ mutant }))).toEqual(['INV-12', 'INV-17']);
  });

  it('cannot be told from core when a step is indivisible', async () => {
    expect(await accusersOf(orchInProcess({ mutant }))).toEqual([]);
  });

  it('is not what accuses: core as it is holds over the same plan', async () => {
    expect(await accusersOf(orchInterleaved())).toEqual([]);
  });
});
