/** MADE-UP ABORT LOGS FOR TESTS of the judge: what the driver of a soak wrote down of its abort conditions. */

/** One condition that was met, ms since the start. */
export interface Opening {
  readonly id: string;
  readonly at: number;
}

const CONDITIONS = [
  { id: 'AB1', says: 'success ratio too low', critical: false },
  { id: 'AB2', says: 'confirmed duplicate execution', critical: true },
  { id: 'AB3', says: 'no transition while work was eligible or running', critical: true },
  { id: 'AB4', says: 'hard exceed not blocked', critical: true },
  { id: 'AB5', says: 'log or metrics missing', critical: false },
];

/** The log of a soak whose driver took one look, and one more at each opening. */
export function abortLogText(profile: string, openings: readonly Opening[] = []): string {
  const lines = [
    { kind: 'header', aborts: 1, profile, conditions: CONDITIONS },
    { kind: 'look', at: 0, values: {} },
    ...openings.flatMap(({ id, at }) => [
      { kind: 'look', at, values: {} },
      { kind: 'opened', id, at, value: 1 },
    ]),
    { kind: 'trailer', looks: openings.length + 1, episodes: openings.length },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
