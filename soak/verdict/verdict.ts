/**
 * What a soak run comes to: its objectives, its abort episodes and its exposure folded into one word and one exit code.
 * Pure. The claim of a record is made here, and the judge recomputes it.
 */

import type { Objective } from '../plan/profile.js';
import type { AbortEpisode } from './abort.js';
import { type Exposure, MAX_DEVIATION } from './exposure.js';
import { meets, type Slis } from './slis.js';

/** `aborted`: stopped from outside before its end. */
export type SoakVerdict =
  | 'healthy'
  | 'objective-missed'
  | 'abort-condition'
  | 'history-invalid'
  | 'aborted'
  | 'exposure-low';

/** Exit codes of the gate: 1 a criterion is violated, 3 the evidence is invalid, 4 it is inconclusive. */
export const EXIT_CODES: Readonly<Record<SoakVerdict, number>> = {
  healthy: 0,
  'objective-missed': 1,
  'abort-condition': 1,
  'history-invalid': 3,
  aborted: 4,
  'exposure-low': 4,
};

/** An objective with what was measured for it. */
export interface JudgedObjective extends Objective {
  readonly measured: number | null;
  readonly samples: number;
  readonly met: boolean;
}

/** Everything a verdict rests on. */
export interface Findings {
  readonly objectives: readonly JudgedObjective[];
  readonly episodes: readonly AbortEpisode[];
  readonly exposures: readonly Exposure[];
  /** What is broken in the history or the store, a sentence each. */
  readonly problems: readonly string[];
  readonly ended: 'by-itself' | 'by-abort' | 'by-signal';
}

/** Each objective of a profile, held against the indicators; without any, none is met. */
export function judgeObjectives(
  objectives: readonly Objective[],
  slis: Slis | null,
): readonly JudgedObjective[] {
  return objectives.map((objective) => {
    const { value: measured, samples } = slis?.values[objective.sli] ?? { value: null, samples: 0 };
    return { ...objective, measured, samples, met: meets(measured, objective) };
  });
}

/** The verdict. A violation that was seen stands, however the run ended. */
export function soakVerdict({ objectives, episodes, exposures, problems, ended }: Findings): SoakVerdict {
  if (problems.length > 0) return 'history-invalid';
  if (episodes.length > 0) return 'abort-condition';
  if (ended !== 'by-itself') return 'aborted';
  if (objectives.length === 0 || objectives.some(({ met }) => !met)) return 'objective-missed';
  if (exposures.some(({ deviation }) => deviation > MAX_DEVIATION)) return 'exposure-low';
  return 'healthy';
}
