/** Where a search leaves its finds: each in a folder of its own, by scenario and seed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExploreTerms } from './explore.js';

/** The folder of a find. */
export function findFolder(out: string, scenario: string, seed: number): string {
  return join(out, `${scenario}-seed-${seed}`);
}

/** The folders below `out` that finds of a search would have. */
export function foldersMet(
  out: string,
  { scenarios, from, seeds }: Pick<ExploreTerms, 'scenarios' | 'from' | 'seeds'>,
): readonly string[] {
  const end = from + (seeds ?? Number.POSITIVE_INFINITY);
  const isMet = (name: string): boolean => {
    const [, scenario = '', digits] = /^(.+)-seed-(\d+)$/.exec(name) ?? [];
    const seed = Number(digits);
    return scenarios.includes(scenario) && seed >= from && seed < end;
  };
  return readdirSync(out)
    .filter(isMet)
    .map((name) => join(out, name));
}
