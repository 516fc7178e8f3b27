/**
 * Every call of a history with its ending: the pairing all checkers reason about, built once a history.
 * A call ends when the system answered for certain. An open call and an `info` never end: their effect may come
 * at any later moment, or never. Nothing here accuses.
 */
import type { Answers, Arguments, History, Op, Operation } from '../../gates/record/history.js';
import { type Completed, type Invoke, isCompletion } from './ops.js';

/** What is known of a call: it took place, it did not, or nobody can know. */
export type Outcome = 'ok' | 'fail' | 'unknown';

interface Made<Name extends Operation> {
  readonly op: Name;
  readonly args: Arguments[Name];
  readonly actor: string;
  /** Index and instant of the `invoke` line. */
  readonly invoke: number;
  readonly invokedAt: number;
}
interface Ended {
  /** Index and instant of the line that ended the call; infinite when none did. */
  readonly end: number;
  readonly endedAt: number;
}

/** A call the system acknowledged. */
export type OkCall<Name extends Operation> = Made<Name> &
  Ended & { readonly outcome: 'ok'; readonly value: Answers[Name] };
/** A call of one operation, however it ended. */
export type CallOf<Name extends Operation> =
  | OkCall<Name>
  | (Made<Name> & Ended & { readonly outcome: 'fail'; readonly code: string })
  | (Made<Name> & Ended & { readonly outcome: 'unknown' });
/** A call of any operation; `op` tells which. */
export type AnyCall = { [Name in Operation]: CallOf<Name> }[Operation];

/** The only order that may accuse: `a` ended before `b` began. */
export function precedes(a: Ended, b: { readonly invoke: number }): boolean {
  return a.end < b.invoke;
}

/** Whether a call took place or may have: everything but a definite refusal. */
export function mayHaveHappened(call: { readonly outcome: Outcome }): boolean {
  return call.outcome !== 'fail';
}

/** Whether the system acknowledged the call. */
export function isOk<Name extends Operation>(call: CallOf<Name>): call is OkCall<Name> {
  return call.outcome === 'ok';
}

/** The line that stands for a call in a witness: the one that ended it, else the one that began it. */
export function lineOf(call: Ended & { readonly invoke: number }): number {
  return Number.isFinite(call.end) ? call.end : call.invoke;
}

const paired = new WeakMap<History, readonly AnyCall[]>();

/** All calls in order of their invocation. @throws Error when a completion has no open call: the history is broken. */
export function callsOf(history: History): readonly AnyCall[] {
  const known = paired.get(history);
  if (known) return known;
  const calls = pair(history.ops);
  paired.set(history, calls);
  return calls;
}

function pair(ops: readonly Op[]): readonly AnyCall[] {
  /** By the line of the invocation. */
  const completions: (Completed | undefined)[] = [];
  const invokes: Invoke[] = [];
  for (const op of ops) {
    if (op.type === 'invoke') invokes.push(op);
    if (!isCompletion(op)) continue;
    const { invokedBy, index } = op;
    if (ops[invokedBy]?.type !== 'invoke' || invokedBy > index || completions[invokedBy] !== undefined) {
      throw new Error(
        `expected line ${index} to end an open call, but line ${invokedBy} is none; the history is broken`,
      );
    }
    completions[invokedBy] = op;
  }
  return invokes.map((invoke) => callFrom(invoke, completions[invoke.index]));
}

/** Field by field: a history has a million calls, and copying each by spreading was most of the cost. */
function callFrom(invoke: Invoke, completion: Completed | undefined): AnyCall {
  const { call, actor, index, at } = invoke;
  const { op, args } = call;
  const made = { op, args, actor, invoke: index, invokedAt: at };
  if (!completion || completion.type === 'info') {
    return Object.assign(made, { outcome: 'unknown', end: Infinity, endedAt: Infinity }) as AnyCall;
  }
  const end = completion.index;
  const endedAt = completion.at;
  if (completion.type === 'fail') {
    return Object.assign(made, { end, endedAt, outcome: 'fail', code: completion.code }) as AnyCall;
  }
  // An adapter has checked the answer against the protocol before it was recorded.
  return Object.assign(made, { end, endedAt, outcome: 'ok', value: completion.value }) as AnyCall;
}
