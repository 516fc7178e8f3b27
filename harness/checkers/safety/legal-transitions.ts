/**
 * INV-10: only declared transitions happen. From outside: nothing is accepted on a task after an end known to
 * precede it, two ends that exclude each other are not both accepted, an end stays the end, and the event log
 * takes no step the table does not have.
 */
import type { FinalState, History, TaskRow } from '../../../gates/record/history.js';
import { isOk, lineOf, type OkCall, precedes } from '../../history/calls.js';
import { operatorsBetween } from '../../history/holds.js';
import { acknowledged, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { illegalSteps } from './declared-transitions.js';

/** DONE has no way out; a final failure and a cancelled task have none but an operator's. */
export const legalTransitions: Checker = {
  invariant: 'INV-10',
  name: 'legal-transitions',
  needs: null,
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: acceptedActions(history),
      lacking: 'no change of state was acknowledged',
    }),
};

/** A state the task surely was in once a call had ended. */
interface KnownEnd {
  readonly status: 'DONE' | 'FAILED' | 'BLOCKED';
  readonly how: string;
  readonly call: OkCall<'complete'> | OkCall<'fail'> | OkCall<'sweep'> | OkCall<'cancel'>;
}
/** An accepted change of state, however it came. */
interface Action {
  readonly name: string;
  readonly by: 'worker' | 'sweep' | 'operator';
  readonly invoke: number;
  readonly end: number;
  readonly endedAt: number;
}
const FOREVER = { end: Infinity, endedAt: Infinity } as const;

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  const rows = new Map(final.tasks.map((row) => [row.task, row]));
  const { tasks } = storiesOf(history);
  for (const story of tasks.values()) {
    const ends = knownEnds(story);
    if (ends.length === 0) continue;
    yield* actionsAfterEnd(story, ends);
    yield* excludedCompletions(story, ends);
    const row = rows.get(story.id);
    if (row) yield* changedEnds(story, ends, row);
  }
  for (const { task, because } of illegalSteps(final.events)) {
    const lines = tasks.get(task)?.enqueues.map(lineOf) ?? [];
    yield accusation(because, lines);
  }
}

function knownEnds(story: TaskStory): readonly KnownEnd[] {
  const ends: KnownEnd[] = acknowledged(story, 'complete').map((call) => ({
    status: 'DONE',
    how: `completed with fence ${call.args.fence}`,
    call,
  }));
  for (const call of acknowledged(story, 'fail')) {
    if (call.args.class === 'permanent') ends.push({ status: 'FAILED', how: 'failed for good', call });
  }
  for (const { call, moved } of story.sweeps) {
    if (moved === 'exhausted') ends.push({ status: 'FAILED', how: 'failed for good by a sweep', call });
  }
  for (const call of story.operators) {
    if (call.op === 'cancel' && isOk(call)) ends.push({ status: 'BLOCKED', how: 'cancelled', call });
  }
  return ends;
}

function* actionsAfterEnd(story: TaskStory, ends: readonly KnownEnd[]): Iterable<Accusation> {
  for (const action of actionsOn(story)) {
    const end = ends.find((one) => precedes(one.call, action) && !mayLeave(story, one, action));
    if (!end || isRepeatedCompletion(story, end, action)) continue;
    yield accusation(`task ${story.id}: ${action.name} was accepted after the task had been ${end.how}`, [
      lineOf(end.call),
      lineOf(action),
    ]);
  }
}

/** Whether an operator may have, or does, take the task out of that end by the time of the action. */
function mayLeave(story: TaskStory, end: KnownEnd, action: Action): boolean {
  if (end.status === 'DONE') return false;
  return action.by === 'operator' || mayBeReleased(story, end, action);
}

function mayBeReleased(story: TaskStory, end: KnownEnd, moment: { end: number; endedAt: number }): boolean {
  return operatorsBetween(story, end.call, moment).some(({ op }) => op !== 'cancel');
}

function isRepeatedCompletion(story: TaskStory, end: KnownEnd, action: Action): boolean {
  const again = acknowledged(story, 'complete').find((call) => call.invoke === action.invoke);
  const first = end.call;
  if (!again || first.op !== 'complete') return false;
  return again.args.fence === first.args.fence && again.args.notes === first.args.notes;
}

/** A completion and another end of the same run, or a final failure without an operator, exclude each other. */
function* excludedCompletions(story: TaskStory, ends: readonly KnownEnd[]): Iterable<Accusation> {
  for (const call of acknowledged(story, 'complete')) {
    const claim = story.claims.find(({ value }) => value.fence === call.args.fence);
    const sweep = story.sweeps.find((one) => claim && precedes(claim, one.call));
    if (sweep) {
      yield accusation(
        `task ${story.id} was completed with fence ${call.args.fence} although a sweep ${sweep.moved} it after that claim: ` +
          'in either order one of the two is illegal',
        [lineOf(sweep.call), lineOf(call)],
      );
    }
    const final = ends.find((end) => end.status === 'FAILED' && !mayBeReleased(story, end, call));
    if (!final) continue;
    yield accusation(
      `task ${story.id} was completed with fence ${call.args.fence} and was ${final.how}: it can have one end only`,
      [lineOf(final.call), lineOf(call)],
    );
  }
}

/** An end that nobody took back is the end the final read shows. */
function* changedEnds(story: TaskStory, ends: readonly KnownEnd[], row: TaskRow): Iterable<Accusation> {
  for (const end of ends) {
    if (row.status === end.status) continue;
    if (end.status !== 'DONE' && mayBeReleased(story, end, FOREVER)) continue;
    yield accusation(`task ${story.id} had been ${end.how}, but the final read has it ${row.status}`, [
      lineOf(end.call),
    ]);
  }
}

function actionsOn(story: TaskStory): readonly Action[] {
  const named = (name: string, by: Action['by'], call: Omit<Action, 'name' | 'by'>): Action => ({
    name,
    by,
    invoke: call.invoke,
    end: call.end,
    endedAt: call.endedAt,
  });
  return [
    ...story.claims.map((call) => named(`a claim by ${call.actor}`, 'worker', call)),
    ...story.fenced
      .filter((call) => call.op !== 'report' && call.outcome === 'ok')
      .map((call) => named(`a ${call.op} by ${call.actor}`, 'worker', call)),
    ...story.sweeps.map(({ call, moved }) => named(`a sweep that ${moved} it`, 'sweep', call)),
    ...story.operators
      .filter((call) => call.outcome === 'ok')
      .map((call) => named(`an operator's ${call.op}`, 'operator', call)),
  ];
}

/** Acknowledged changes of state: each could have been an illegal one. */
function acceptedActions(history: History): number {
  return [...storiesOf(history).tasks.values()].reduce((sum, story) => sum + actionsOn(story).length, 0);
}
