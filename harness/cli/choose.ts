/** Reads what a person named on the command line, or says what was expected and ends the command as misused. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { HISTORY_FILE } from '../run/artefact.js';
import type { Scenario } from '../scenario/scenario.js';
import { whyNoFolder } from '../terminal/typed-path.js';

/** Exit code for a command line that is off. */
const EXIT_USAGE = 64;

/** What can be named, and where its names are. */
const LISTS = {
  scenarios: 'npx gate scenario list',
  stories: 'npx gate e2e list',
  'planted bugs': 'docs/mutants.md',
} as const;

/** The item of that full id, or of its number alone (`S2`). */
export function choose<Item extends { readonly id: string }>(
  from: {
    readonly command: Command;
    readonly what: keyof typeof LISTS;
    readonly items: readonly Item[];
  },
  named: string,
): Item {
  const wanted = named.toLowerCase();
  const found = from.items.find(({ id }) => {
    const known = id.toLowerCase();
    return known === wanted || known.startsWith(`${wanted}-`);
  });
  if (found !== undefined) return found;
  const { what, items } = from;
  return usage(
    from.command,
    `found "${named}", expected one of the ${items.length} ${what} of ${LISTS[what]}`,
  );
}

/** The scenario of that full id, or of its number alone. */
export function chooseScenario(
  command: Command,
  { scenarios }: { readonly scenarios: readonly Scenario[] },
  named: string,
): Scenario {
  return choose({ command, what: 'scenarios', items: scenarios }, named);
}

/** Ends the command: its line is off. */
export function usage(command: Command, message: string): never {
  return command.error(`error: ${message}`, { exitCode: EXIT_USAGE, code: 'gate.usage' });
}

/** Ends the command unless the file that shows that `what` was named is there. */
export function expectFile(command: Command, path: string, what: string): void {
  if (!existsSync(path)) usage(command, `expected ${what}, found no ${path}`);
}

/** Ends the command unless there is a folder for the files to come, or one could be made. */
export function expectFolder(command: Command, option: string, folder: string): void {
  const why = whyNoFolder(option, folder);
  if (why !== null) usage(command, why);
}

/** Ends the command when a folder that a person named holds a run: it is not written over. */
export function expectNoRun(command: Command, folders: readonly string[]): void {
  const taken = folders.map((folder) => join(folder, HISTORY_FILE)).find((path) => existsSync(path));
  if (taken === undefined) return;
  usage(
    command,
    `expected --out to name a folder without a run, found ${taken}; name another folder, or move that run away`,
  );
}

/** Ends the command unless so many seeds from the first on are different numbers. */
export function expectSeeds(command: Command, first: number, count: number): void {
  if (first <= Number.MAX_SAFE_INTEGER - (count - 1)) return;
  usage(command, `expected seeds up to ${Number.MAX_SAFE_INTEGER}, found ${count} from ${first} on`);
}
