/** What became of the held-out bugs, as a table for people. Pure. */
import type { HeldOutBug } from './bug.js';
import type { Searched } from './search.js';

export interface Played {
  readonly bug: Pick<HeldOutBug, 'name' | 'says'>;
  readonly searched: Searched;
}

/** The share that must be found. */
export const LEAST_RATE = 0.9;

/** A Markdown table, and the rate below it. */
export function heldOutText(played: readonly Played[]): string {
  const found = played.filter(({ searched }) => searched.find !== null).length;
  return [
    '| bug | what it does wrong | found by | invariant |',
    '| --- | --- | --- | --- |',
    ...played.map(row),
    '',
    `${found} of ${played.length} found, ${(rateOf(played) * 100).toFixed(0)} %`,
  ].join('\n');
}

/** Which share was found; of nothing, nothing. */
export function rateOf(played: readonly Played[]): number {
  if (played.length === 0) return 0;
  return played.filter(({ searched }) => searched.find !== null).length / played.length;
}

function row({ bug, searched: { find, seeds } }: Played): string {
  const told =
    find === null
      ? `not in ${seeds} seeds | |`
      : `${find.scenario}, seed ${find.seed} | ${find.invariants.join(', ')} |`;
  return `| \`${bug.name}\` | ${bug.says} | ${told}`;
}
