/**
 * INV-21: an error ends no worker. Whoever got a refusal and was not killed calls again before the run ends; and it is
 * not enough to call: a worker that is told ever after that nothing is there, while a task waits, has ended as well.
 */
import type { FinalState, History, Op } from '../../../gates/record/history.js';
import { type CallOf, callsOf, isOk } from '../../history/calls.js';
import { type FirstWait, firstWaitsOf } from '../../history/first-waits.js';
import { nameOf } from '../../history/ops.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { firstPassing } from './by-halves.js';
import { inLiveness, type Liveness, latenessMs } from './liveness.js';

/** After each error a worker asks on, and is given work when there is some. */
export const workersCarryOn: Checker = {
  invariant: 'INV-21',
  name: 'workers-carry-on',
  needs: null,
  check: (history, final) =>
    inLiveness(history, (phase) => {
      const errors = errorsOf(history, phase);
      const accused = [...silent(history, errors, phase), ...starved(history, final, phase)];
      return judged(accused, { exposure: errors.length, lacking: 'no worker got an error' });
    }),
};

/** An answer that was an error, and whether its worker was heard of again or killed. */
interface WorkerError {
  readonly worker: string;
  readonly line: number;
  readonly at: number;
  readonly code: string;
  isOver: boolean;
}

function errorsOf({ ops }: History, { workers }: Liveness): readonly WorkerError[] {
  const errors: WorkerError[] = [];
  const latest = new Map<string, WorkerError>();
  const forgive = (worker: string) => {
    const error = latest.get(worker);
    if (error) error.isOver = true;
    latest.delete(worker);
  };
  for (const op of ops) {
    if (op.type === 'fault-start' && op.fault.kind === 'kill') forgive(op.fault.target);
    if (op.type === 'invoke' && latest.size > 0) forgive(nameOf(op.actor));
    if (op.type !== 'fail' && op.type !== 'info') continue;
    const worker = nameOf(op.actor);
    if (!workers.has(worker)) continue;
    const error = { worker, line: op.index, at: op.at, code: op.code, isOver: false };
    latest.set(worker, error);
    errors.push(error);
  }
  return errors;
}

/** Workers that never called again, although they had the time to. */
function* silent(
  history: History,
  errors: readonly WorkerError[],
  { heal, endedAt, endedBy }: Liveness,
): Iterable<Accusation> {
  const { pollMs, heartbeatMs } = history.header.knobs;
  const patienceMs = Math.max(pollMs, heartbeatMs) + latenessMs(history);
  for (const { worker, line, at, code, isOver } of errors) {
    const silentMs = endedAt - Math.max(at, heal.at);
    if (isOver || silentMs <= patienceMs) continue;
    yield accusation(
      `${worker} got ${code} and never called again, ${silentMs} ms long; a worker waits ${patienceMs} ms at most`,
      [heal.index, line, endedBy],
    );
  }
}

/** What an incarnation of a worker was told since its last error: nothing but that there is nothing. */
interface Told {
  readonly error: number;
  readonly code: string;
  blind: { readonly claim: CallOf<'claim'>; readonly wait: FirstWait } | null;
}

/** Workers that after an error were given nothing more, although a task waited all through one of their claims. */
function* starved(history: History, final: FinalState, { heal }: Liveness): Iterable<Accusation> {
  const waits = outlasting(firstWaitsOf(history, final).filter((wait) => givenOutBy(wait) > heal.index));
  if (waits.length === 0) return;
  const told = new Map<string, Told>();
  const endings = history.ops.filter((op) => op.type === 'info').map(({ actor }) => actor);
  for (const call of callsOf(history)) {
    if (call.outcome === 'fail') told.set(call.actor, { error: call.end, code: call.code, blind: null });
    if (call.op !== 'claim' || !isOk(call)) continue;
    if (call.value !== null) told.delete(call.actor);
    const since = told.get(call.actor);
    if (since === undefined || since.blind !== null || call.invoke < heal.index) continue;
    const wait = firstPassing(waits, (one) => call.end < givenOutBy(one));
    if (wait && wasThere(wait, call)) since.blind = { claim: call, wait };
  }
  for (const actor of [...endings, ...killed(history.ops)]) told.delete(actor);
  for (const [actor, { error, code, blind }] of told) {
    if (blind === null) continue;
    yield accusation(
      `${actor} got ${code} and no task ever after, although task ${blind.wait.id} waited while it asked`,
      [blind.wait.enqueue.end, error, blind.claim.end],
    );
  }
}

/**
 * Those that waited longer than every one submitted before them, in the same order. If any task waited all through a
 * call, so did one of these: the first that was given out later.
 */
function outlasting(waits: readonly FirstWait[]): readonly FirstWait[] {
  let longest = 0;
  return waits.filter((wait) => {
    const isLonger = givenOutBy(wait) > longest;
    longest = Math.max(longest, givenOutBy(wait));
    return isLonger;
  });
}

/** The line by which a task was asked for that ended the wait; infinite when it never ended. */
function givenOutBy({ claim }: FirstWait): number {
  return claim?.invoke ?? Infinity;
}

function wasThere({ dueAt, enqueue }: FirstWait, asked: CallOf<'claim'>): boolean {
  return enqueue.end < asked.invoke && dueAt <= asked.invokedAt;
}

/** The incarnation of each actor that a kill met. */
function* killed(ops: readonly Op[]): Iterable<string> {
  const latest = new Map<string, string>();
  for (const op of ops) {
    if (op.type === 'invoke') latest.set(nameOf(op.actor), op.actor);
    if (op.type !== 'fault-start' || op.fault.kind !== 'kill') continue;
    const incarnation = latest.get(op.fault.target);
    if (incarnation !== undefined) yield incarnation;
  }
}
