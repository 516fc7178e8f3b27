/**
 * From a call of the protocol to a method of core's store, and from its answer or refusal to a completion.
 * Shared by the adapter in this process and by the child process, so that both mean the same by every word.
 */
import {
  CodedError,
  type ErrorCode,
  eventSeq,
  type Completion as Finished,
  fencingToken,
  type LeaseProof,
  milliseconds,
  type OperatorCommand,
  type Store,
  type Task,
  type TaskEvent,
  taskId,
  workerId,
} from '../../../core/index.js';
import type {
  Answers,
  Call,
  Completion,
  RefusalCode,
  Submission,
  SystemEvent,
  TaskRow,
} from '../../../gates/record/history.js';

/** Most tasks one sweep recovers; the next one goes on. */
const SWEEP_LIMIT = 1000;
/** Most tasks a list answers: far more than a run has. */
const LIST_LIMIT = 1_000_000;
/** Events a page; a page of them stays well below the protocol's longest line. */
const EVENTS_PAGE = 1000;

/** Does what `call` asks for. Refusals are completions, and so is anything else core throws: it broke. */
export function answer(store: Store, call: Call): Promise<Completion> {
  return completed(() => perform(store, call));
}

/** The same on a store that is still to be opened. */
export function answerFrom(open: () => Promise<Store>, call: Call): Promise<Completion> {
  return completed(async () => perform(await open(), call));
}

async function completed(work: () => Promise<unknown>): Promise<Completion> {
  try {
    return { type: 'ok', value: await work() };
  } catch (error) {
    if (error instanceof CodedError) return refusal(error);
    return { type: 'info', code: 'INTERNAL', says: firstLine(error) };
  }
}

/** `effect` decides: what certainly changed nothing has failed, everything else is unknown. */
function refusal(error: CodedError): Completion {
  const code = protocolCode(error);
  const broke = code === 'INTERNAL' || code === 'CORRUPT';
  const told = { code, ...(broke && { says: firstLine(error) }) };
  return error.effect === 'none' ? { type: 'fail', ...told } : { type: 'info', ...told };
}

function firstLine(error: unknown): string {
  return String(error).split('\n', 1)[0] ?? '';
}

/** Refusals the protocol has no word for; none of them can answer a call on an open store. */
const beyondTheProtocol: ReadonlySet<ErrorCode> = new Set(['CONFIG', 'USAGE']);

function protocolCode({ code }: CodedError): RefusalCode {
  return isInProtocol(code) ? code : 'INTERNAL';
}

function isInProtocol(code: ErrorCode): code is Exclude<ErrorCode, 'CONFIG' | 'USAGE'> {
  return !beyondTheProtocol.has(code);
}

async function perform(store: Store, call: Call): Promise<Answers[keyof Answers]> {
  switch (call.op) {
    case 'enqueue':
      return { task: (await store.enqueue(draftOf(call.args.task))).id };
    case 'claim':
      return claim(store, call.args);
    case 'heartbeat': {
      const lease = await store.heartbeat(proofOf(call.args), { leaseFor: milliseconds(call.args.leaseMs) });
      return { leaseUntil: lease.until };
    }
    case 'report': {
      const { tokens, text } = call.args;
      return { action: (await store.report(proofOf(call.args), { tokens, text })).action };
    }
    case 'complete':
    case 'fail':
      return settle(store, call);
    case 'sweep':
      return store.sweep({ limit: SWEEP_LIMIT });
    case 'cancel':
    case 'replan':
    case 'retry':
      return { status: (await store.operate(commandOf(call))).status };
    case 'list':
      return (await store.list({ limit: LIST_LIMIT })).map(rowOf);
    case 'events':
      return (await store.eventsAfter(eventSeq(call.args.after), { limit: EVENTS_PAGE })).map(eventOf);
  }
}

async function claim(store: Store, args: { readonly worker: string; readonly leaseMs: number }) {
  const claimed = await store.claim(workerId(args.worker), { leaseFor: milliseconds(args.leaseMs) });
  if (claimed === null) return null;
  const { id, run, lease, idempotencyKey } = claimed;
  return { task: id, run, fence: lease.fence, leaseUntil: lease.until, idempotencyKey };
}

async function settle(store: Store, call: Call & { readonly op: 'complete' | 'fail' }): Promise<null> {
  const proof = proofOf(call.args);
  if (call.op === 'fail') {
    await store.fail(proof, { error: call.args.error, class: call.args.class });
    return null;
  }
  const finished: Finished = { notes: call.args.notes };
  await store.complete(proof, finished);
  return null;
}

function draftOf({ id, priority, task, idempotencyKey, maxRetries }: Submission) {
  return {
    id,
    priority,
    task,
    successCriteria: 'the run ends as planned',
    idempotencyKey: idempotencyKey ?? null,
    ...(maxRetries !== undefined && { maxRetries }),
  };
}

function proofOf(held: {
  readonly worker: string;
  readonly task: string;
  readonly fence: number;
}): LeaseProof {
  return { taskId: taskId(held.task), holder: workerId(held.worker), fence: fencingToken(held.fence) };
}

const OPERATOR = 'operator:harness';

function commandOf(call: Call & { readonly op: 'cancel' | 'replan' | 'retry' }): OperatorCommand {
  const id = taskId(call.args.task);
  switch (call.op) {
    case 'cancel':
      return { kind: 'cancel', id, by: OPERATOR };
    case 'replan':
      return { kind: 'replan', id, by: OPERATOR, notes: call.args.notes ?? 'replanned', retries: 'keep' };
    case 'retry':
      return { kind: 'retry', id, by: OPERATOR, when: 'after-backoff' };
  }
}

/** A task as the protocol lists it. */
export function rowOf(task: Task): TaskRow {
  const lease = task.status === 'IN_PROGRESS' ? task.lease : null;
  return {
    task: task.id,
    status: task.status,
    priority: task.priority,
    run: task.run,
    retries: task.retries,
    maxRetries: task.maxRetries,
    owner: lease?.holder ?? null,
    leaseUntil: lease?.until ?? null,
    availableAt: availableAt(task),
    idempotencyKey: task.idempotencyKey,
    notes: task.notes,
    duplicateOf: task.status === 'DONE' ? task.duplicateOf : null,
  };
}

function availableAt(task: Task): number | null {
  if (task.status === 'PENDING') return task.availableAt;
  return task.status === 'FAILED' ? task.retryAt : null;
}

/** An entry of the log as the protocol tells it. */
export function eventOf({ seq, taskId: task, type, at, run, from, to, data }: TaskEvent): SystemEvent {
  return { seq, task, type, at, run, from, to, data };
}
