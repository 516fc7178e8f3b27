/** Looks for a bug as a user would: every scenario as it is written, and then `gate explore`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What was accused first. */
export interface Find {
  readonly scenario: string;
  readonly seed: number;
  /** A random swarm of faults, or those of the scenario. */
  readonly faults: 'swarm' | 'planned';
  readonly invariants: readonly string[];
}

export interface Searched {
  readonly find: Find | null;
  readonly seconds: number;
}

/** What this reads of a run that was played, in the summary of a search or of a scenario. */
interface Run {
  readonly job: Pick<Find, 'scenario' | 'seed' | 'faults'>;
  readonly violations: readonly { readonly invariant: string }[];
}

/** Seeds of a search; so that a find ends it soon, in steps of two for each scenario. */
const SWARM_SEEDS = 290;
const STEP = 58;
/** Seeds of each scenario as it is written. */
const PLANNED_SEEDS = 2;
/** A search is asked to do no more than it can in this time: what is cut off found nothing, and says nothing. */
const LONGEST_MS = 600_000;

/** `programs`: the folder of a build. `out`: a folder for what is found. @throws when a search breaks */
export function searchFor(programs: string, out: string): Searched {
  const startedAt = performance.now();
  const gate = (...words: readonly (string | number)[]): unknown => {
    const run = spawnSync(process.execPath, [join(programs, 'gate.js'), ...words.map(String), '--json'], {
      encoding: 'utf8',
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 2 ** 28,
    });
    try {
      return JSON.parse(run.stdout);
    } catch (cause) {
      const last = run.stderr.trim().split('\n').at(-1) ?? '';
      throw new Error(`expected JSON from gate ${words[0]}, got exit ${run.status ?? run.signal}: ${last}`, {
        cause,
      });
    }
  };
  const find = inScenarios(gate, out) ?? inSwarms(gate, out);
  return { find, seconds: (performance.now() - startedAt) / 1000 };
}

type Gate = (...words: readonly (string | number)[]) => unknown;

function inSwarms(gate: Gate, out: string): Find | null {
  for (let from = 1; from <= SWARM_SEEDS; from += STEP) {
    const seeds = ['--from', from, '--seeds', STEP] as const;
    const { finds } = gate('explore', '--in-turn', ...seeds, '--out', out) as {
      readonly finds: readonly Run[];
    };
    const find = firstOf(finds);
    if (find !== null) return find;
  }
  return null;
}

function inScenarios(gate: Gate, out: string): Find | null {
  const scenarios = gate('scenario', 'list') as readonly { readonly id: string }[];
  for (const { id } of scenarios) {
    const words = ['scenario', 'run', id, '--seeds', PLANNED_SEEDS, '--out', join(out, id)] as const;
    const find = firstOf((gate(...words) as { readonly runs: readonly Run[] }).runs);
    if (find !== null) return find;
  }
  return null;
}

function firstOf(runs: readonly Run[]): Find | null {
  const accused = runs.find(({ violations }) => violations.length > 0);
  if (accused === undefined) return null;
  const { scenario, seed, faults } = accused.job;
  return { scenario, seed, faults, invariants: [...new Set(accused.violations.map((one) => one.invariant))] };
}
