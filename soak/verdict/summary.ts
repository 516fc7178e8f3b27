/**
 * The summary of a soak run: the value behind `summary.json`, `--json` and the text a person reads.
 * The text adds nothing to the value; a figure nobody measured is shown as such.
 */
import { join } from 'node:path';
import type { RunMode } from '../../gates/record/history.js';
import { KEPT_FOLDER } from '../../harness/index.js';
import { columns } from '../../harness/terminal/columns.js';
import type { SliId } from '../plan/profile.js';
import type { Quantiles } from './quantile.js';
import type { Slis } from './slis.js';
import type { Findings, JudgedObjective, SoakVerdict } from './verdict.js';

/** Lengths in ms; `startedAt` is ms since the epoch on the run's own clock, null when it never began. */
export interface SoakSummary extends Findings {
  readonly soak: 1;
  readonly profile: string;
  readonly title: { readonly en: string; readonly ko: string };
  readonly seed: number;
  readonly clock: 'virtual' | 'wall';
  readonly mode: RunMode;
  readonly startedAt: number | null;
  readonly lengthMs: number;
  readonly historyLines: number;
  readonly samples: number;
  readonly verdict: SoakVerdict;
  readonly exitCode: number;
  /** Why a stopped run could not be read back, or null. */
  readonly unreadBecause: string | null;
  /** Null when the run could not be read back. */
  readonly slis: Slis | null;
  /** What to type to run it again. */
  readonly again: string;
}

/** The summary as text, without a final line feed. */
export function summaryText(summary: SoakSummary): string {
  const { profile, title, seed, clock, slis } = summary;
  const arrivals = summary.exposures.find(({ what }) => what === 'arrivals');
  return [
    `${profile}  ${title.en} (${title.ko})  seed ${seed}  ${clockLabel(clock)}`,
    `${arrivals?.actual ?? 0} of ${arrivals?.planned ?? 0} arrivals in ${seconds(summary.lengthMs)}, ${summary.historyLines} history lines`,
    '',
    columns([['objective', 'measured', 'limit', 'samples', ''], ...summary.objectives.map(objectiveRow)]),
    '',
    ...(slis === null ? [`not read back: ${summary.unreadBecause}`] : [latencyTable(slis)]),
    '',
    columns([
      ['exposure', 'planned', 'actual'],
      ...summary.exposures.map(({ what, planned, actual }) => [what, String(planned), String(actual)]),
    ]),
    ...summary.episodes.map(
      ({ id, openedAt, value }) => `abort condition ${id} met at ${seconds(openedAt)}: ${value}`,
    ),
    ...summary.problems.map((problem) => `problem: ${problem}`),
    '',
    `verdict: ${summary.verdict} (exit ${summary.exitCode})`,
    `again: ${summary.again}`,
  ].join('\n');
}

/** Where the files of a run lie, and those that it kept because it was not healthy. */
export function filesText(folder: string, files: readonly { readonly path: string }[]): string {
  const kept = files.map(({ path }) => path).filter((path) => path.startsWith(`${KEPT_FOLDER}/`));
  const paths = kept.map((path) => join(folder, path));
  return [`files: ${folder}`, ...(kept.length === 0 ? [] : [`kept: ${paths.join(', ')}`])].join('\n');
}

function latencyTable({ latency }: Slis): string {
  const row = (label: string, { p50, p95, p99, samples }: Quantiles): readonly string[] => [
    label,
    ...[p50, p95, p99].map((value) => (value === null ? 'no data' : seconds(value))),
    String(samples),
  ];
  return columns([
    ['latency', 'p50', 'p95', 'p99', 'tasks'],
    row('all', latency.overall),
    ...latency.byRuns.map((group) => row(runsLabel(group.runs), group)),
  ]);
}

function objectiveRow(objective: JudgedObjective): readonly string[] {
  const { id, sli, measured, op, value, samples, met } = objective;
  return [id, figure(sli, measured), `${op} ${figure(sli, value)}`, String(samples), met ? 'met' : 'NOT MET'];
}

/** An indicator's value with its unit. */
function figure(sli: SliId, value: number | null): string {
  if (value === null) return 'no data';
  if (sli === 'task.end_to_end_p95') return seconds(value);
  return sli.endsWith('_count') ? String(value) : `${(value * 100).toFixed(2)} %`;
}

function clockLabel(clock: SoakSummary['clock']): string {
  return clock === 'virtual' ? 'SIMULATED, virtual time' : 'wall clock';
}

function runsLabel(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
