import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAttempt } from '../../../gates/record/attempt.js';
import { SCENARIOS } from '../../../scenarios/catalogue.js';
import { orchInProcess } from '../../adapters/orch/in-process.js';
import type { Composition } from '../../composition.js';
import { proveScenario } from './prove.js';

let evidence: string;
beforeEach(async () => {
  evidence = await mkdtemp(join(tmpdir(), 'gate-prove-'));
  const candidate = { gitCommit: null, treeSha256: '0'.repeat(64), version: '0.0.0', dirty: true };
  await writeFile(join(evidence, 'candidate.json'), JSON.stringify(candidate));
});
afterEach(() => rm(evidence, { recursive: true, force: true }));

const scenario = SCENARIOS.find(({ id }) => id === 'S4-budget-hard-exceed');
if (scenario === undefined) throw new Error('the catalogue has no S4');
const choice = { scenario, seed: 5, mode: 'simulated', sut: null } as const;

function composition(systems: Partial<Composition['systems']> = {}): Composition {
  const none = () => {
    throw new Error('this test plays simulated runs only');
  };
  return {
    projectRoot: evidence,
    openAttempt,
    scenarios: [],
    mutants: [],
    player: '',
    e2e: [],
    programs: { orch: '', ops: '' },
    systems: { simulated: orchInProcess, real: none, stdio: none, ...systems },
  };
}

describe('proving a scenario', () => {
  it('plays a seed a run and the control, and leaves all of them in one attempt', async () => {
    const { exitCode } = await proveScenario(choice, { composition: composition(), evidence, runs: 2 });

    const attempt = join(evidence, 'simulated/scenario/S4-budget-hard-exceed/1');
    const record = JSON.parse(await readFile(join(attempt, 'record.json'), 'utf8'));
    const seedOf = async (below: string) =>
      JSON.parse(await readFile(join(attempt, below, 'verdict.json'), 'utf8')).seed;
    expect(exitCode).toBe(0);
    expect(record.claimed.result).toBe('PASSED');
    expect(await Promise.all(['.', 'run-2', 'control'].map(seedOf))).toEqual([5, 6, 5]);
    expect(record.artefacts.map(({ path }: { path: string }) => path)).toContain('run-2/history.jsonl');
  });

  it('proves nothing when its planted bug is in the system itself', async () => {
    const broken = () => orchInProcess({ mutant: scenario.control });

    const { exitCode, text } = await proveScenario(choice, {
      composition: composition({ simulated: broken }),
      evidence,
      runs: 1,
    });

    expect(exitCode).toBe(1);
    expect(text).toMatch(/not proven: expected holds .* found violated and violated$/);
  });

  it('has the traces of its failed runs among the files that are hashed', async () => {
    const storeFile = join(evidence, 'queue.db');
    await writeFile(storeFile, 'a store');
    const traces = { storeFiles: [storeFile], stderr: new Map([['w1/1', 'out of luck']]) };
    const leavesTraces = (terms: Parameters<typeof orchInProcess>[0]) => {
      const system = orchInProcess(terms);
      const boot = async (...[booting]: Parameters<typeof system.boot>) =>
        Object.assign(await system.boot(booting), { traces: () => traces });
      return { ...system, boot };
    };

    const { text } = await proveScenario(choice, {
      composition: composition({ simulated: leavesTraces }),
      evidence,
      runs: 1,
    });

    const attempt = 'simulated/scenario/S4-budget-hard-exceed/1';
    const record = JSON.parse(await readFile(join(evidence, attempt, 'record.json'), 'utf8'));
    const kept = record.artefacts.filter(({ path }: { path: string }) => path.includes('kept'));
    expect(kept).toMatchObject([
      { path: 'control/kept/queue.db', role: 'control', bytes: 7 },
      { path: 'control/kept/stderr-w1-1.txt', role: 'control', bytes: 11 },
    ]);
    expect(text).toContain(`kept: ${attempt}/control/kept/queue.db, `);
  });

  it('leaves what was seen before a run that cannot be played to its end', async () => {
    let booted = 0;
    const breaksLater = () => {
      const system = orchInProcess({ mutant: scenario.control });
      return {
        ...system,
        boot: (...terms: Parameters<typeof system.boot>) => {
          booted += 1;
          if (booted > 2) throw new Error('the machine is out of processes');
          return system.boot(...terms);
        },
      };
    };
    const terms = { composition: composition({ simulated: breaksLater }), evidence, runs: 2 };

    await expect(proveScenario(choice, terms)).rejects.toThrow('out of processes');
    const attempt = join(evidence, 'simulated/scenario/S4-budget-hard-exceed/1');
    const record = JSON.parse(await readFile(join(attempt, 'record.json'), 'utf8'));
    const verdict = JSON.parse(await readFile(join(attempt, 'verdict.json'), 'utf8'));
    expect([record.claimed.result, record.run.exitCode, verdict.outcome]).toEqual(['FAILED', 70, 'violated']);
  });
});
