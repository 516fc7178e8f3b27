/**
 * A recorded run as the judge sees it: each call paired with its answer, beside faults, effects and marks.
 * It is made from raw lines by read-history.ts and holds no judgement.
 */
import type { Answers, Call, HistoryHeader, InjectedFault, Operation } from '../record/history.js';

interface Timing {
  readonly actor: string;
  /** Line of the invocation, and its instant in ms since the start. */
  readonly invoke: number;
  readonly invokedAt: number;
}

/** What became of a call. `unknown`: no answer, or an answer that says nobody can know. */
type Outcome =
  | { readonly outcome: 'ok'; readonly ret: number; readonly returnedAt: number; readonly value: unknown }
  | { readonly outcome: 'refused'; readonly ret: number; readonly returnedAt: number; readonly code: string }
  | {
      readonly outcome: 'unknown';
      readonly ret: number | null;
      readonly returnedAt: number | null;
      readonly code: string | null;
    };

/** One call with its answer. Only `a.ret < b.invoke` says that a took effect before b. */
export type RunCall = Timing & Call & Outcome;
export type CallOf<Op extends Operation> = RunCall & { readonly op: Op };
/** A call that was acknowledged; its answer has been checked when it was read. */
export type OkCallOf<Op extends Operation> = CallOf<Op> & {
  readonly outcome: 'ok';
  readonly value: Answers[Op];
};

/** The handler's side effect of one run of a task. */
export interface Effect {
  readonly task: string;
  readonly fence: number;
  readonly key: string | null;
  readonly actor: string;
  readonly start: number;
  readonly startedAt: number;
  readonly end: number | null;
}

/** A fault as it was injected; `healedAt` is null when it never healed in the record. */
export interface FaultSpan {
  readonly fault: InjectedFault;
  readonly line: number;
  readonly startedAt: number;
  healedAt: number | null;
}

export interface Run {
  readonly header: HistoryHeader & { readonly planDigest: string };
  readonly calls: readonly RunCall[];
  readonly effects: readonly Effect[];
  readonly faults: readonly FaultSpan[];
  readonly marks: readonly {
    readonly mark: 'heal' | 'drained';
    readonly line: number;
    readonly at: number;
  }[];
  /** How many lines there are, and the instant of the last one. */
  readonly lines: number;
  readonly lastAt: number;
  /** SHA-256 of the state it ended with, as its trailer says. */
  readonly stateHash: string;
}

/** Whether a call is of that operation. */
export function isCall<Op extends Operation>(call: RunCall, op: Op): call is CallOf<Op> {
  return call.op === op;
}

/** Whether a call is of that operation and was acknowledged. */
export function isOkCall<Op extends Operation>(call: RunCall, op: Op): call is OkCallOf<Op> {
  return call.op === op && call.outcome === 'ok';
}
