/**
 * A history told task by task: what was asked of each task, and what became of each claim.
 * Apart from the pairing in calls.ts because most invariants speak of one task at a time.
 */
import type { ClaimAnswer, History } from '../../gates/record/history.js';
import { type AnyCall, type CallOf, callsOf, isOk, mayHaveHappened, type OkCall } from './calls.js';

/** A claim that was answered with a task. */
export type Claim = Omit<OkCall<'claim'>, 'value'> & { readonly value: ClaimAnswer };
export type OperatorCall = CallOf<'cancel'> | CallOf<'replan'> | CallOf<'retry'>;
export type Settlement = CallOf<'complete'> | CallOf<'fail'>;
/** A write a holder proves with its fence. */
export type FencedCall = CallOf<'heartbeat'> | CallOf<'report'> | Settlement;

/** A sweep that said it moved the task. */
export interface Sweep {
  readonly call: OkCall<'sweep'>;
  readonly moved: 'requeued' | 'exhausted';
}

/** Everything a history says of one task. Lists are in order of invocation, except `claims`. */
export interface TaskStory {
  readonly id: string;
  readonly enqueues: readonly CallOf<'enqueue'>[];
  /** Acknowledged claims by fence, then by invocation. */
  readonly claims: readonly Claim[];
  readonly fenced: readonly FencedCall[];
  /** The same calls by the fence they carried. */
  readonly byFence: ReadonlyMap<number, readonly FencedCall[]>;
  readonly operators: readonly OperatorCall[];
  readonly sweeps: readonly Sweep[];
}

export interface Stories {
  readonly tasks: ReadonlyMap<string, TaskStory>;
  /** Claims nobody knows the answer of: each may have leased some task. */
  readonly ghosts: readonly CallOf<'claim'>[];
  /** Sweeps nobody knows the answer of: each may have moved any task. */
  readonly lostSweeps: readonly CallOf<'sweep'>[];
  /** Claims and sweeps that were refused: they name no task. */
  readonly turnedAway: readonly (CallOf<'claim'> | CallOf<'sweep'>)[];
}

const told = new WeakMap<History, Stories>();

/** The stories of a history, built once. */
export function storiesOf(history: History): Stories {
  const known = told.get(history);
  if (known) return known;
  const stories = tell(callsOf(history));
  told.set(history, stories);
  return stories;
}

/** The acknowledged calls of one fenced operation on a task. */
export function acknowledged<Name extends FencedCall['op']>(
  story: TaskStory,
  name: Name,
): readonly OkCall<Name>[] {
  return story.fenced.filter(
    (call): call is Extract<FencedCall, OkCall<Name>> => call.op === name && isOk(call),
  );
}

/** The run number of a fence, from the claim that carries it; null when that claim's answer was lost. */
export function runOf(story: TaskStory, fence: number): number | null {
  return story.claims.find((claim) => claim.value.fence === fence)?.value.run ?? null;
}

/** The key a task was submitted with, trimmed; null when it has none or every submission of it was refused. */
export function keyOf(story: TaskStory): string | null {
  const taken = story.enqueues.find(mayHaveHappened);
  return taken?.args.task.idempotencyKey?.trim() || null;
}

/** Whether a call is a completion that took place or may have. */
export function mayBeWork(call: FencedCall): boolean {
  return call.op === 'complete' && mayHaveHappened(call);
}

interface Draft {
  readonly id: string;
  readonly enqueues: CallOf<'enqueue'>[];
  readonly claims: Claim[];
  readonly fenced: FencedCall[];
  readonly byFence: Map<number, FencedCall[]>;
  readonly operators: OperatorCall[];
  readonly sweeps: Sweep[];
}
type Shelf = Map<string, Draft>;

function tell(calls: readonly AnyCall[]): Stories {
  const tasks: Shelf = new Map();
  const ghosts: CallOf<'claim'>[] = [];
  const lostSweeps: CallOf<'sweep'>[] = [];
  const turnedAway: (CallOf<'claim'> | CallOf<'sweep'>)[] = [];
  for (const call of calls) {
    if (call.op === 'claim' && call.outcome === 'unknown') ghosts.push(call);
    else if (call.op === 'sweep' && call.outcome === 'unknown') lostSweeps.push(call);
    else if ((call.op === 'claim' || call.op === 'sweep') && call.outcome === 'fail') turnedAway.push(call);
    else file(call, tasks);
  }
  for (const { claims } of tasks.values()) {
    claims.sort((a, b) => a.value.fence - b.value.fence || a.invoke - b.invoke);
  }
  return { tasks, ghosts, lostSweeps, turnedAway };
}

function file(call: AnyCall, tasks: Shelf): void {
  switch (call.op) {
    case 'enqueue':
      draft(tasks, call.args.task.id).enqueues.push(call);
      break;
    case 'claim':
      if (isOk(call) && call.value) draft(tasks, call.value.task).claims.push(call as Claim);
      break;
    case 'heartbeat':
    case 'report':
    case 'complete':
    case 'fail':
      fileFenced(call, draft(tasks, call.args.task));
      break;
    case 'cancel':
    case 'replan':
    case 'retry':
      draft(tasks, call.args.task).operators.push(call);
      break;
    case 'sweep':
      if (isOk(call)) fileSweep(call, tasks);
      break;
    case 'list':
    case 'events':
      break;
  }
}

function fileFenced(call: FencedCall, story: Draft): void {
  story.fenced.push(call);
  const same = story.byFence.get(call.args.fence);
  if (same) same.push(call);
  else story.byFence.set(call.args.fence, [call]);
}

function fileSweep(call: OkCall<'sweep'>, tasks: Shelf): void {
  for (const id of call.value.requeued) draft(tasks, id).sweeps.push({ call, moved: 'requeued' });
  for (const id of call.value.exhausted) draft(tasks, id).sweeps.push({ call, moved: 'exhausted' });
}

function draft(tasks: Shelf, id: string): Draft {
  const known = tasks.get(id);
  if (known) return known;
  const made: Draft = {
    id,
    enqueues: [],
    claims: [],
    fenced: [],
    byFence: new Map(),
    operators: [],
    sweeps: [],
  };
  tasks.set(id, made);
  return made;
}
