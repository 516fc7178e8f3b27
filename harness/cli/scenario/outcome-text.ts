/** An outcome as a person reads it: the word, each invariant with its exposure, what is missing, what collided. */

import { join } from 'node:path';
import type { History } from '../../../gates/record/history.js';
import type { Check } from '../../outcome/outcome.js';
import { type RunVerdict, TIMELINE_FILE } from '../../run/artefact.js';
import { columns } from '../../terminal/columns.js';
import { oneLine } from '../../terminal/printable.js';
import { witnessTimeline } from './witness-timeline.js';

/** A run as it is told of. */
export interface ToldRun {
  readonly history: History;
  /** Where it was written. */
  readonly files: string;
  /** What it kept because it failed, below `files`. */
  readonly kept?: readonly string[];
}

/** The text of a verdict. */
export function outcomeText(verdict: RunVerdict, run: ToldRun): string {
  const { scenario, seed, mode, control, outcome, checks, missingMarks, problems } = verdict;
  const head = `${scenario}  seed ${seed}  ${mode}${control === null ? '' : `  control ${control}`}`;
  const marks = Object.entries(verdict.marks).filter(([, count]) => count > 0);
  const sections = [
    `${head}\n${verdict.says}`,
    columns(checks.map(checkRow)),
    marks.length === 0 ? '' : `seen: ${marks.map(([mark, count]) => `${mark} ${count}`).join(', ')}`,
    missingMarks.length === 0 ? '' : `not seen, but must be: ${missingMarks.join(', ')}`,
    problems.map((problem) => `- ${oneLine(problem)}`).join('\n'),
    ...violations(checks, run.history),
    `${outcome}  ${run.files}\n${pictureLine(checks, run.files)}${keptLine(run.files, run.kept)}replay: ${verdict.replay}`,
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** Where the picture of a violated run is; nothing for a run that has none. */
export function pictureLine(checks: readonly Check[], files: string): string {
  const isViolated = checks.some(({ result }) => result.result === 'violated');
  return isViolated ? `picture: ${join(files, TIMELINE_FILE)}\n` : '';
}

/** The store and the words of the actors of a failed run; nothing for a run that kept none. */
export function keptLine(files: string, kept: readonly string[] = []): string {
  return kept.length === 0 ? '' : `kept: ${kept.map((path) => join(files, path)).join(', ')}\n`;
}

function checkRow({ invariant, name, result }: Check): readonly string[] {
  const told = result.result === 'holds' ? `exposure ${result.exposure}` : result.because;
  return [invariant, name, result.result, told];
}

function violations(checks: readonly Check[], history: History): readonly string[] {
  return checks.flatMap(({ invariant, name, result }) =>
    result.result === 'violated'
      ? [
          `${invariant} ${name} is violated: ${oneLine(result.because)}\n${witnessTimeline(history, result.witness)}`,
        ]
      : [],
  );
}
