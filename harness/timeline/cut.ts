/**
 * What of a run belongs into the picture of one violation: the calls that witness it, the story of the tasks they are
 * about, and a little of what went on beside them. A small run is shown whole. What is left out is counted.
 */
import type { History } from '../../gates/record/history.js';
import { type HandlerRun, handlerRuns } from '../history/handler-runs.js';
import { nameOf } from '../history/ops.js';
import { isNamed, tasksAccused } from './accused.js';
import { chosen } from './chosen.js';
import { distanceTo, nearest } from './distance.js';
import { faultsFelt } from './faults-felt.js';
import type { StruckFault } from './faults-struck.js';
import { type Lease, leasesOf } from './leases.js';
import { marksOf, type PhaseMark } from './phase-marks.js';
import { type TimedCall, tasksOf, timedCalls } from './timed-calls.js';

/** An invariant that did not hold. */
export interface Violation {
  readonly invariant: string;
  readonly name: string;
  readonly because: string;
  /** Lines of the history that collide, in order. */
  readonly witness: readonly number[];
}

export interface Cut {
  readonly witness: ReadonlySet<number>;
  /** The tasks the witness is about, most important first. */
  readonly tasks: readonly string[];
  readonly calls: readonly TimedCall[];
  readonly runs: readonly HandlerRun[];
  readonly leases: readonly Lease[];
  readonly faults: readonly StruckFault[];
  readonly marks: readonly PhaseMark[];
  readonly whole: CutSizes;
}

/** Sizes of the whole run, to say what was left out. */
export interface CutSizes {
  readonly lines: number;
  readonly calls: number;
  /** Calls about the tasks of the picture. */
  readonly storyCalls: number;
  /** Faults that were felt by what is in the picture. */
  readonly faults: number;
}

const MOST_FAULTS = 14;
/** Calls of a run that is small enough to be shown whole. */
const SMALL_RUN = 36;

/** Cuts the run to a violation; `null` when no line witnesses it. */
export function cutTo(violation: Violation, history: History): Cut | null {
  const witness = new Set(violation.witness.filter((line) => history.ops[line] !== undefined));
  if (witness.size === 0) return null;
  const all = timedCalls(history);
  const accused = all.filter((call) => isNamed(call, witness));
  const tasks = tasksAccused(accused, history, witness);
  const distance = distanceTo([...witness]);
  const story = all.filter((call) => tasksOf(call).some((task) => tasks.includes(task)));
  const leases = tasks.flatMap((task) => leasesOf(task, history, all));
  const calls = all.length <= SMALL_RUN ? all : chosen({ all, accused, story, leases, distance });
  const lanes = new Set(calls.map(({ actor }) => nameOf(actor)));
  const shown = leasesShown(leases, calls);
  const faults = faultsFelt({ calls, leases: shown, tasks }, history);
  return {
    witness,
    tasks,
    calls,
    runs: handlerRuns(history).filter(
      ({ task, actor, begin }) =>
        tasks.includes(task) && lanes.has(nameOf(actor)) && isWithin(begin.line, calls),
    ),
    leases: shown,
    faults: [...faults].sort(nearest(distance)).slice(0, MOST_FAULTS),
    marks: marksOf(history).filter(({ at }) => witness.has(at.line) || isWithin(at.line, calls)),
    whole: {
      lines: history.ops.length,
      calls: all.length,
      storyCalls: story.length,
      faults: faults.length,
    },
  };
}

/** Those whose claim is in the picture. */
function leasesShown(leases: readonly Lease[], calls: readonly TimedCall[]): readonly Lease[] {
  const given = new Set(calls.flatMap(({ end }) => (end === null ? [] : [end.line])));
  return leases.filter(({ from }) => given.has(from.line)).sort((a, b) => a.from.line - b.from.line);
}

function isWithin(line: number, calls: readonly TimedCall[]): boolean {
  return line >= firstLine(calls) && line <= lastLine(calls);
}

function firstLine(calls: readonly TimedCall[]): number {
  return calls[0]?.begin.line ?? Infinity;
}

function lastLine(calls: readonly TimedCall[]): number {
  return calls.reduce((last, { begin, end }) => Math.max(last, (end ?? begin).line), 0);
}
