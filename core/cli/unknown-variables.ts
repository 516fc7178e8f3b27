/** Variables that look like settings and are none: a misspelt one would leave its setting at the default in silence. */
import { settingNames, TOKEN_VARIABLE } from '../config-fields.js';
import { onOneLine } from '../queue-md/cell.js';

/** What the worker gives its command, which may call `orch` itself. */
const GIVEN_TO_COMMANDS = ['ORCH_TASK_ID', 'ORCH_RUN', 'ORCH_FENCE'];
const MEANT = [...settingNames, TOKEN_VARIABLE];
const KNOWN: ReadonlySet<string> = new Set([...MEANT, ...GIVEN_TO_COMMANDS]);

/** More letters than that apart, a name is another one and no slip. */
const MOST_SLIPS = 4;

/** A line for each variable that begins as a setting does and is not known. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('ORCH_') && !KNOWN.has(name))
    .sort()
    .map((name) => `WARNING ${onOneLine(name)} is no setting and changes nothing; ${stepFor(name)}`);
}

function stepFor(name: string): string {
  const slips = MEANT.map((meant) => ({ meant, slips: slipsBetween(name.toUpperCase(), meant) }));
  const [nearest] = slips.sort((one, other) => one.slips - other.slips);
  return nearest !== undefined && nearest.slips <= MOST_SLIPS
    ? `did you mean ${nearest.meant}?`
    : 'see all settings with: orch config';
}

/** The beginning of a name is the name with one slip, however much is missing. */
function slipsBetween(name: string, meant: string): number {
  return meant.startsWith(`${name}_`) ? 1 : distance(name, meant);
}

/** How many letters have to be put in, left out or changed to make one text the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const changed = (row[at - 1] ?? 0) + (letter === to[at - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
