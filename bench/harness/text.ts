/** The measurement of the harness as tables for people. Pure. */
import type { HarnessResult, Simulated } from './run.js';

/** Markdown tables: simulations, then rules, and the search below them. */
export function harnessText({ simulated, rules, searched }: HarnessResult): string {
  const { lines, seconds, sorting, each, rssBytes } = rules;
  const row = (name: string, took: number) => `| ${name} | ${took.toFixed(2)} | ${millions(lines / took)} |`;
  return [
    '| simulated | hours | seconds | times real time | lines of history |',
    '| --- | --- | --- | --- | --- |',
    ...simulated.map(simulationRow),
    '',
    '| rule | seconds | million events a second |',
    '| --- | --- | --- |',
    row('(sorting the calls, once for all)', sorting),
    ...Object.entries(each).map(([name, took]) => row(name, took)),
    row('all of them', seconds),
    '',
    `memory with that history: ${(rssBytes / 1e6).toFixed(0)} MB`,
    `search on one core: ${searched.perMinute} seeds a minute (${searched.seeds} seeds, ${searched.hours} simulated hours)`,
  ].join('\n');
}

function simulationRow({ profile, hours, seconds, lines }: Simulated): string {
  const ratio = Math.round((hours * 3_600) / seconds).toLocaleString('en');
  return `| profile ${profile} | ${hours} | ${seconds} | ${ratio} | ${lines.toLocaleString('en')} |`;
}

function millions(count: number): string {
  return (count / 1e6).toFixed(1);
}
