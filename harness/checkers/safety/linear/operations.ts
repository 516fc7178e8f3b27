/**
 * The operations of one task that are to be put in order. A refusal did nothing and is left out; a call without an
 * answer may take effect at any later point or never.
 */
import type { TaskRow } from '../../../../gates/record/history.js';
import { type AnyCall, isOk, lineOf, mayHaveHappened } from '../../../history/calls.js';
import type { FencedCall, OperatorCall, Stories, TaskStory } from '../../../history/stories.js';
import type { Effect } from './machine.js';

export interface TaskOperation {
  readonly effect: Effect;
  /** Line before which it cannot have taken effect. */
  readonly invoke: number;
  /** Line by which it has; infinite where it may never. */
  readonly end: number;
  /** The line that stands for it in a witness; null for what has none of its own. */
  readonly line: number | null;
  readonly actor: string;
}

export interface Told {
  readonly stories: Stories;
  /** The task in the final read. */
  readonly row: TaskRow | null;
  /** Line of the first completion that may have made the task a duplicate; null when none can. */
  readonly duplicateFrom: number | null;
}

/** All operations of a task but the sweeps nobody knows the answer of; the final read is the last. */
export function operationsOf(story: TaskStory, told: Told): readonly TaskOperation[] {
  const { row, duplicateFrom } = told;
  const operations: TaskOperation[] = [];
  const add = (call: Timed, effect: Effect) => operations.push(operationFrom(call, effect));
  for (const call of story.enqueues) if (mayBeOf(story, call)) add(call, { kind: 'enqueue' });
  for (const call of story.claims) {
    const { run, fence } = call.value;
    add(call, { kind: 'claim', run, fence });
  }
  for (const call of story.fenced) {
    const effect = mayHaveHappened(call) ? written(call) : null;
    if (effect) add(call, effect);
  }
  for (const call of story.operators) if (mayHaveHappened(call)) add(call, operated(call));
  for (const { call, moved } of story.sweeps) {
    add(call, { kind: moved === 'requeued' ? 'requeue' : 'exhaust' });
  }
  for (const lost of lostClaims(story, told)) operations.push(lost);
  if (duplicateFrom !== null) operations.push(unseen({ kind: 'skip' }, duplicateFrom));
  const read = { kind: 'read', row } as const;
  operations.push({ effect: read, invoke: Infinity, end: Infinity, line: null, actor: '' });
  return operations;
}

/** What an operation is, for an accusation: `complete with fence 1 by w1/1`. */
export function operationText({ effect, actor }: TaskOperation): string {
  const fence = 'fence' in effect ? ` with fence ${effect.fence}` : '';
  return `${NAMES[effect.kind] ?? effect.kind}${fence} by ${actor}`;
}

const NAMES: Partial<Record<Effect['kind'], string>> = {
  requeue: 'sweep that requeued it',
  exhaust: 'sweep that gave it up',
  block: 'report answered BLOCK',
  'fail-for-good': 'permanent fail',
};

type Timed = Pick<AnyCall, 'actor' | 'invoke' | 'end' | 'endedAt'>;

function operationFrom(call: Timed, effect: Effect): TaskOperation {
  const { actor, invoke, end } = call;
  return { effect, invoke, end, line: lineOf(call), actor };
}

function unseen(effect: Effect, from: number): TaskOperation {
  return { effect, invoke: from, end: Infinity, line: null, actor: '' };
}

/** A submission that was answered with another task made no task of its own. */
function mayBeOf(story: TaskStory, call: TaskStory['enqueues'][number]): boolean {
  return isOk(call) ? call.value.task === story.id : mayHaveHappened(call);
}

/** Null for what would change nothing anyway. */
function written(call: FencedCall): Effect | null {
  const { fence } = call.args;
  switch (call.op) {
    case 'heartbeat':
      return isOk(call) ? { kind: 'heartbeat', fence } : null;
    case 'report':
      if (!isOk(call)) return { kind: 'lost-block', fence };
      return { kind: call.value.action === 'BLOCK' ? 'block' : 'report', fence };
    case 'complete':
      return { kind: 'complete', fence };
    case 'fail':
      return { kind: call.args.class === 'permanent' ? 'fail-for-good' : 'fail', fence };
  }
}

function operated(call: OperatorCall): Effect {
  return { kind: call.op, answered: call.outcome === 'ok' ? call.value.status : null };
}

/**
 * A claim without an answer for every run nobody was told of. Which one took which run is unknown; that the n-th such
 * run came after n of these claims had been made is not.
 */
function* lostClaims(story: TaskStory, { stories, row }: Told): Iterable<TaskOperation> {
  const known = new Set(story.claims.map(({ value }) => value.run));
  const runs = Math.max(row?.run ?? 0, ...known);
  let run = 1;
  for (const { invoke } of stories.ghosts) {
    while (known.has(run)) run += 1;
    if (run > runs) return;
    yield unseen({ kind: 'lost-claim', run }, invoke);
    run += 1;
  }
}
