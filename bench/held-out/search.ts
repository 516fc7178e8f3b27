/** Searches for a bug as a user would, `gate explore` seed after seed, until something is accused. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What was accused first. */
export interface Find {
  readonly scenario: string;
  readonly seed: number;
  readonly invariants: readonly string[];
}

export interface Searched {
  readonly find: Find | null;
  readonly seeds: number;
  readonly seconds: number;
}

/** What this reads of the summary of a search. */
interface Summary {
  readonly finds: readonly {
    readonly job: { readonly scenario: string; readonly seed: number };
    readonly violations: readonly { readonly invariant: string }[];
  }[];
}

/** Two of every scenario, so that a find ends the search soon. */
const AT_ONCE = 58;
const LONGEST_MS = 600_000;

/** `programs`: the folder of a build. `out`: an empty folder for what is found. @throws when a search breaks */
export function searchFor(programs: string, out: string, mostSeeds: number): Searched {
  const startedAt = performance.now();
  for (let from = 1; from <= mostSeeds; from += AT_ONCE) {
    const seeds = Math.min(AT_ONCE, mostSeeds - from + 1);
    const [first] = explore(programs, out, { from, seeds }).finds;
    if (first !== undefined) {
      const { scenario, seed } = first.job;
      const invariants = [...new Set(first.violations.map(({ invariant }) => invariant))];
      return { find: { scenario, seed, invariants }, seeds: from + seeds - 1, seconds: since(startedAt) };
    }
  }
  return { find: null, seeds: mostSeeds, seconds: since(startedAt) };
}

function explore(
  programs: string,
  out: string,
  { from, seeds }: { readonly from: number; readonly seeds: number },
): Summary {
  const words = ['explore', '--in-turn', '--from', from, '--seeds', seeds, '--out', out, '--json'].map(
    String,
  );
  const run = spawnSync(process.execPath, [join(programs, 'gate.js'), ...words], {
    encoding: 'utf8',
    timeout: LONGEST_MS,
    maxBuffer: 2 ** 28,
  });
  try {
    return JSON.parse(run.stdout) as Summary;
  } catch (cause) {
    const last = run.stderr.trim().split('\n').at(-1) ?? '';
    throw new Error(`expected the summary of a search, got exit ${run.status ?? run.signal}: ${last}`, {
      cause,
    });
  }
}

function since(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
