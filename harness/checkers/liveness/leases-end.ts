/**
 * INV-18: every lease ends. A run whose lease has run out is taken back by the next sweep, also when nobody but the
 * store knows of it because the answer to its claim was lost. A run is seen in progress twice, and between the two
 * sightings its lease must have ended and a whole sweep have passed.
 */
import type { FinalState, History, TaskRow } from '../../../gates/record/history.js';
import { callsOf, isOk, mayHaveHappened, type OkCall } from '../../history/calls.js';
import { clockSlackMs } from '../../history/holds.js';
import { storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { firstPassing } from './by-halves.js';
import { inLiveness, type Liveness } from './liveness.js';

/** No run outlives its lease by more than a sweep once everything is healed. */
export const leasesEnd: Checker = {
  invariant: 'INV-18',
  name: 'leases-end',
  needs: 'lease',
  check: (history, final) =>
    inLiveness(history, (phase) => {
      const overdue = [...overdueOf(history, sightingsOf(history, final, phase), phase)];
      return judged(accusations(history, overdue, phase), {
        exposure: overdue.length,
        lacking: 'no run was left to its lease after everything was healed',
      });
    }),
};

/** A run that was in progress: the line and instant since when it certainly was, and until when it certainly was. */
interface Sighting {
  readonly task: string;
  readonly run: number;
  readonly since: Seen;
  until: Seen | null;
}
interface Seen {
  readonly line: number;
  readonly at: number;
}

/** A run that its holder left to its lease, and the first sweep that had to take it back. */
interface Overdue {
  readonly sighting: Sighting;
  readonly overAt: number;
  readonly sweep: OkCall<'sweep'>;
}

function* accusations(
  { header }: History,
  all: readonly Overdue[],
  { heal }: Liveness,
): Iterable<Accusation> {
  for (const { sighting, overAt, sweep } of all) {
    const { task, run, since, until } = sighting;
    if (until === null || until.line < sweep.end) continue;
    yield accusation(
      `task ${task} was still in progress in run ${run} at ${until.at} ms, although its lease of ` +
        `${header.knobs.leaseMs} ms was over by ${overAt} ms and a sweep had passed since`,
      [heal.index, since.line, sweep.end, until.line],
    );
  }
}

function sightingsOf(history: History, final: FinalState, phase: Liveness): readonly Sighting[] {
  const all = new Map<string, Sighting>();
  const see = ({ task, run }: { readonly task: string; readonly run: number }, seen: Seen): Sighting => {
    const sighting = all.get(`${run} ${task}`) ?? { task, run, since: seen, until: null };
    all.set(`${run} ${task}`, sighting);
    return sighting;
  };
  for (const call of callsOf(history)) {
    const seen = { line: call.end, at: call.endedAt };
    if (call.op === 'claim' && isOk(call) && call.value !== null) see(call.value, seen);
    if (call.op !== 'list' || !isOk(call)) continue;
    for (const row of call.value.filter(isRunning)) {
      see(row, seen).until = { line: call.invoke, at: call.invokedAt };
    }
  }
  const end = { line: phase.endedBy, at: phase.endedAt };
  for (const row of final.tasks.filter(isRunning)) see(row, end).until = end;
  return [...all.values()];
}

function isRunning({ status }: TaskRow): boolean {
  return status === 'IN_PROGRESS';
}

function* overdueOf(history: History, all: readonly Sighting[], { heal }: Liveness): Iterable<Overdue> {
  const { tasks } = storiesOf(history);
  const { leaseMs } = history.header.knobs;
  const sweeps = callsOf(history).filter(
    (call): call is OkCall<'sweep'> => call.op === 'sweep' && isOk(call) && call.invoke > heal.index,
  );
  for (const sighting of all) {
    const story = tasks.get(sighting.task);
    const beatenAt = story === undefined ? 0 : lastBeat(story, sighting.run);
    if (story !== undefined && mayHaveEnded(story, sighting, heal.index)) continue;
    const overAt = Math.max(sighting.since.at, beatenAt, heal.at) + leaseMs + clockSlackMs(history);
    const { line } = sighting.since;
    const sweep = firstPassing(sweeps, ({ invoke, invokedAt }) => invokedAt > overAt && invoke > line);
    if (sweep !== undefined) yield { sighting, overAt, sweep };
  }
}

/** The last instant at which a heartbeat of the run may have taken effect. */
function lastBeat({ fenced, claims }: TaskStory, run: number): number {
  const fence = claims.find(({ value }) => value.run === run)?.value.fence ?? run;
  const beats = fenced.filter(
    (call) => call.op === 'heartbeat' && call.args.fence === fence && mayHaveHappened(call),
  );
  return beats.reduce((last, { endedAt }) => Math.max(last, endedAt), 0);
}

/** Whether the run may have been over before it came to its lease: settled, operated on, or swept before the heal. */
function mayHaveEnded(story: TaskStory, { since, until }: Sighting, healed: number): boolean {
  if (until !== null && until.line > healed) return false;
  const touched = [...story.fenced, ...story.operators].some(
    (call) => call.op !== 'heartbeat' && mayHaveHappened(call) && call.end > since.line,
  );
  return touched || story.sweeps.some(({ call }) => call.end > since.line && call.invoke < healed);
}
