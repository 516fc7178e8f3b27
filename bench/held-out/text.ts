/** What became of the held-out bugs, as a table for people. Pure. */
import type { HeldOutBug } from './bug.js';
import type { Find, Searched } from './search.js';

export interface Played {
  readonly bug: Omit<HeldOutBug, 'edits'>;
  readonly searched: Searched;
}

/** The share of bugs against an invariant that must be found. */
export const LEAST_RATE = 0.9;

/** A Markdown table, and the rates below it. */
export function heldOutText(played: readonly Played[]): string {
  const others = played.filter((one) => !isForSearch(one));
  return [
    '| bug | what it does wrong | forbidden by | found by | which accuses |',
    '| --- | --- | --- | --- | --- |',
    ...played.map(row),
    '',
    `of what an invariant forbids: ${share(played.filter(isForSearch))}; of the rest: ${share(others)}`,
  ].join('\n');
}

/** Which share of the bugs against an invariant was found; of none, none. */
export function rateOf(played: readonly Played[]): number {
  const forSearch = played.filter(isForSearch);
  return forSearch.length === 0 ? 0 : forSearch.filter(isFound).length / forSearch.length;
}

function isForSearch({ bug }: Played): boolean {
  return bug.breaks.startsWith('INV-');
}

function isFound({ searched }: Played): boolean {
  return searched.find !== null;
}

function share(played: readonly Played[]): string {
  return `${played.filter(isFound).length} of ${played.length} found`;
}

function row({ bug: { name, says, breaks }, searched: { find } }: Played): string {
  return `| \`${name}\` | ${says} | ${breaks} | ${find === null ? 'not found |' : found(find)} |`;
}

function found({ scenario, seed, faults, invariants }: Find): string {
  const where = faults === 'swarm' ? 'a search' : 'its plan';
  return `${scenario}, ${where}, seed ${seed} | ${invariants.join(', ')}`;
}
