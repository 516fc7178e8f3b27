/**
 * Test support: a simulated run in a folder of its own, which violates INV-08, and its replay, also with the system or
 * the files made others.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { orchInProcess } from '../../adapters/orch/in-process.js';
import { MUTANTS } from '../../adapters/orch/mutants/mutant.js';
import type { Composition, SystemTerms } from '../../composition.js';
import type { Scenario } from '../../scenario/scenario.js';
import { playJob } from '../../search/play-job.js';
import type { SystemUnderTest } from '../../sut.js';
import { type Answer, answerFor } from '../answer.js';
import { replayScenario } from '../scenario/replay.js';

export interface KeptRun {
  /** Where it lies; another one for every test. */
  readonly folder: () => string;
  /** Plays it again. `change`: what of the system is another by now. */
  replay(change?: (sut: SystemUnderTest) => SystemUnderTest): Promise<Answer>;
  rewrite(name: string, change: (text: string) => string): Promise<void>;
}

const none = () => {
  throw new Error('these runs are simulated');
};

/** Makes the run before each test of the file, with the programs `build` when given, and removes it after. */
export function keptRun(scenarios: readonly Scenario[], build?: string): KeptRun {
  let folder = '';
  const stageWith = (change: (sut: SystemUnderTest) => SystemUnderTest) => ({
    scenarios,
    systems: { simulated: (terms: SystemTerms) => change(orchInProcess(terms)), real: none, stdio: none },
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
    const scenario = scenarios.find(({ id }) => id.startsWith('S4-'))?.id ?? '';
    const control = { faults: 'planned', mutant: 'guardrail-only-logs', times: 'once' } as const;
    const stage = stageWith((sut) => (build === undefined ? sut : { ...sut, build }));
    const keep = { folder, earlier: 'left' } as const;
    await playJob({ scenario, seed: 3, ...control, keep }, stage);
  });
  afterEach(() => rm(folder, { recursive: true }));
  return {
    folder: () => folder,
    replay(change = (sut) => sut) {
      const composition = { ...stageWith(change), mutants: MUTANTS } as unknown as Composition;
      return replayScenario(folder, composition).catch((error) => answerFor(error));
    },
    async rewrite(name, change) {
      const path = join(folder, name);
      await writeFile(path, change(await readFile(path, 'utf8')));
    },
  };
}
