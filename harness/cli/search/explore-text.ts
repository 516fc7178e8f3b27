/** A search as a person reads it: a line while it goes on, and a summary at its end. Pure. */
import type { JobResult } from '../../search/job.js';
import type { Totals } from '../../search/totals.js';
import { columns } from '../../terminal/columns.js';
import { inset, oneLine } from '../../terminal/printable.js';
import type { Explored, ExploreTerms } from './explore.js';

/** Where the search stands, in one line: first what must be seen on a narrow terminal. `tookMs` since it began. */
export function exploreProgress(
  totals: Totals,
  { scenarios, dealing }: Pick<ExploreTerms, 'scenarios' | 'dealing'>,
  tookMs: number,
): string {
  const perSeed = dealing === 'every' ? scenarios.length : 1;
  const seeds = Math.floor(totals.runs / perSeed);
  const perMinute = Math.round((totals.runs * 60_000) / perSeed / Math.max(1, tookMs));
  return [
    totals.finds === 0 ? 'nothing found' : `${totals.finds} FOUND`,
    `${seeds} seeds`,
    `${perMinute} seeds/min`,
    `${hours(totals.simulatedMs)} simulated`,
    `${sum(totals.faults)} faults`,
    `${reached(totals)} marks`,
    `${totals.lives} task lives`,
  ].join('  ');
}

/** The end of a search: how much was tried, what it met, and each find with the line that replays it. */
export function exploreText(explored: Explored): string {
  const { totals, finds, seeds, tookMs } = explored;
  const missed = noneOf(totals.marks);
  const unexposed = noneOf(totals.exposures);
  const sections = [
    columns([
      ['seeds', `${seeds}, ${explored.seedsPerMinute} a minute; the next one is ${explored.next}`],
      ['runs', `${totals.runs}, ${explored.runsPerMinute} a minute, ${Math.round(tookMs / 1000)} s`],
      ['simulated', hours(totals.simulatedMs)],
      ['faults', listed(totals.faults)],
      ['marks', `${reached(totals)}${missed.length === 0 ? '' : `; not ${missed.join(', ')}`}`],
      ['task lives', String(totals.lives)],
      ['exposures', listed(totals.exposures)],
      ...(unexposed.length === 0 ? [] : [['no chance', unexposed.join(', ')]]),
    ]),
    ...finds.map(findText),
    finds.length === 0 ? 'nothing found' : `${finds.length} of ${totals.runs} runs failed`,
  ];
  return sections.join('\n\n');
}

/** One failing run: what it broke, where it lies, and how to go on. */
export function findText({ job, outcome, violations, problems, files, unkept }: JobResult): string {
  const told = violations.map(
    ({ invariant, name, because }) => `  ${invariant} ${name}: ${oneLine(because)}`,
  );
  return [
    `${job.scenario} seed ${job.seed}: ${outcome}`,
    ...told,
    ...(told.length === 0 ? problems.slice(0, 3).map((problem) => `  ${inset(problem)}`) : []),
    ...(unkept === undefined ? [] : [`  not kept: ${oneLine(unkept)}`]),
    ...(files === null
      ? []
      : [`  replay: npx gate scenario replay ${files}`, `  shrink: npx gate scenario shrink ${files}`]),
  ].join('\n');
}

/** `12.3 h` of simulated time. */
function hours(ms: number): string {
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

function reached({ marks }: Totals): string {
  const counts = Object.values(marks);
  return `${counts.filter((count) => count > 0).length} of ${counts.length}`;
}

/** What was counted and never came up. */
function noneOf(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [name] : []));
}

function listed(counts: Readonly<Partial<Record<string, number>>>): string {
  const parts = Object.entries(counts).flatMap(([name, count = 0]) =>
    count > 0 ? [`${name} ${count}`] : [],
  );
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function sum(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}
