/**
 * What a scenario is: data and one pure function. Running it is somebody else's work.
 */
import type { RunMode } from '../../gates/record/history.js';
import type { Checker } from '../checkers/checker.js';
import type { CoverageMark } from '../outcome/coverage.js';
import type { Capability } from '../sut.js';
import type { Plan } from './plan.js';

export interface Scenario {
  /** The file's own name: `S2-stuck-in-progress`. */
  readonly id: string;
  /** One sentence for the report. */
  readonly says: string;
  readonly needs: readonly Capability[];
  /** What it must show to hold, its own before the basic ones; a run that gives one of them no chance is `unknown`. */
  readonly guards: readonly Checker[];
  /** Guards it does not name: they accuse as any other, and without a chance they are passed over. */
  readonly standing: readonly Checker[];
  /** What must really have happened; a run without it is `unexercised`, never a pass. */
  readonly mustSee: readonly CoverageMark[];
  /** Absent: every fault of its plan; `each-kind`: one of each kind, where chance planned them. */
  readonly mustStrike?: 'each-kind';
  /** The planted bug that must make this scenario fail. */
  readonly control: string;
  /** Pure: same seed and mode, same plan. Real runs use lengths that fit into seconds. */
  readonly plan: (seed: number, mode: RunMode) => Plan;
}
