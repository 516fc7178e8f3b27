/**
 * Part of INV-16: a run is settled as its work came out. Only where the system's own worker settles it is that a
 * question; what the work came to stands at its end. A worker does one run after the other.
 */
import type { History } from '../../../gates/record/history.js';
import { type AnyCall, callsOf, isOk, lineOf } from '../../history/calls.js';
import { type HandlerRun, handlerRuns } from '../../history/handler-runs.js';
import { type Accusation, accusation } from '../judged.js';

/** Runs that are settled as something else or without their report, or left behind unsettled. */
export function* settledOtherwise(history: History): Iterable<Accusation> {
  const runs = handlerRuns(history).filter(({ outcome }) => outcome !== null && outcome !== 'stopped');
  if (runs.length === 0) return;
  const calls = callsByActor(history);
  for (const run of runs) {
    const wrong = wrongOf(run, aroundRun(run, calls.get(run.actor) ?? []));
    if (wrong !== null) yield wrong;
  }
}

/** What the worker of a run called from its begin on, and the claim by which it went on to the next one. */
interface Around {
  readonly own: readonly AnyCall[];
  readonly next: AnyCall | null;
}

function wrongOf(run: HandlerRun, { own, next }: Around): Accusation | null {
  const { actor, task, outcome } = run;
  const of = `task ${task} was worked on by ${actor} and came out as ${outcome}, and `;
  for (const call of own) {
    const as = settledAs(call);
    if (as === null) continue;
    if (as !== outcome) return accusation(`${of}was settled as ${as}`, [endOf(run), lineOf(call)]);
    if (isReported(run, own)) return null;
    return accusation(`${of}was settled without a report of its ${run.tokens} tokens`, [
      endOf(run),
      lineOf(call),
    ]);
  }
  if (next === null || own.some(leavesNothingToSettle)) return null;
  return accusation(`${of}was never settled: its worker asked for the next one`, [endOf(run), next.invoke]);
}

/** Whether what the run used was handed in; whether it counted is not for its worker to say. */
function isReported({ tokens }: HandlerRun, own: readonly AnyCall[]): boolean {
  return tokens === null || own.some((call) => call.op === 'report' && call.args.tokens >= tokens);
}

/** What a call settles its run as; null for one that settles nothing. */
function settledAs(call: AnyCall): HandlerRun['outcome'] {
  if (call.op === 'complete') return 'done';
  return call.op === 'fail' ? call.args.class : null;
}

/** The report has blocked the task, or it or a renewal was refused. */
function leavesNothingToSettle(call: AnyCall): boolean {
  return !isOk(call) || (call.op === 'report' && call.value.action === 'BLOCK');
}

function callsByActor(history: History): ReadonlyMap<string, readonly AnyCall[]> {
  const found = new Map<string, AnyCall[]>();
  for (const call of callsOf(history)) {
    const same = found.get(call.actor);
    if (same) same.push(call);
    else found.set(call.actor, [call]);
  }
  return found;
}

function aroundRun(run: HandlerRun, calls: readonly AnyCall[]): Around {
  const own: AnyCall[] = [];
  for (let at = firstAfter(run.begin.line, calls); at < calls.length; at++) {
    const call = calls[at] as AnyCall;
    if (call.op === 'claim' && call.invoke > endOf(run)) return { own, next: call };
    if (isOf(run, call)) own.push(call);
  }
  return { own, next: null };
}

/** Where in the calls, which are in order, the first one after a line is. */
function firstAfter(line: number, calls: readonly AnyCall[]): number {
  let [from, to] = [0, calls.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((calls[middle] as AnyCall).invoke > line) to = middle;
    else from = middle + 1;
  }
  return from;
}

function endOf({ begin, end }: HandlerRun): number {
  return end?.line ?? begin.line;
}

function isOf({ task, fence }: HandlerRun, { args }: AnyCall): boolean {
  return 'fence' in args && args.task === task && args.fence === fence;
}
