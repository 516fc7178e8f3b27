/**
 * Plays one of each operation against one process and compares every answer with what the protocol promises.
 * The first thing an adapter's author runs; it proves that the two can talk, not that the system is right.
 */
import type { Call, ClaimAnswer, Completion, Operation } from '../../gates/record/history.js';
import type { Hello } from '../protocol.js';
import type { HarnessClock } from '../sut.js';
import {
  fromTheStart,
  holds,
  isFirstRunOf,
  isNothing,
  isStatus,
  type Look,
  reaches,
} from './conforming-answers.js';
import type { StdioActor } from './stdio-actor.js';

export interface ConformanceStep {
  readonly op: Operation | 'close';
  readonly asked: string;
  readonly expected: string;
  readonly found: string;
  /** `absent`: the system has no such operation and does not claim to. */
  readonly result: 'conforms' | 'absent' | 'differs';
}

interface Ask {
  readonly call: Call;
  readonly asked: string;
  /** `ok`, or the refusals that are right. */
  readonly expect: 'ok' | readonly string[];
  /** Null when every system must have the operation. */
  readonly capability: Hello['capabilities'][number] | null;
  /** Looks into an accepted answer: what is wrong with it, or null. */
  readonly look?: Look;
}

/**
 * Plays the whole conversation after hello and setup, to the end of the process.
 * @throws ProtocolError when a line or a value is off
 */
export async function checkConformance(
  actor: StdioActor,
  { hello, clock }: { readonly hello: Hello; readonly clock: HarnessClock },
): Promise<readonly ConformanceStep[]> {
  const hasLeases = hello.capabilities.includes('lease');
  const steps: ConformanceStep[] = [];
  const ask = async (question: Ask): Promise<Completion> => {
    const leasedFrom = hasLeases ? clock.now() : 0;
    const completion = await actor.invoke(question.call);
    steps.push(judge(question, { completion, hello, leasedFrom }));
    return completion;
  };
  await workOneTask(ask);
  await failOneTask(ask);
  await operate(ask);
  await ask({
    call: call('list', {}),
    asked: 'every task',
    expect: 'ok',
    capability: null,
    look: holds(['A', 'B', 'C']),
  });
  await ask({
    call: call('events', { after: 0 }),
    asked: 'the log from its start',
    expect: 'ok',
    capability: 'events',
    look: fromTheStart,
  });
  return [...steps, await takeLeave(actor)];
}

async function takeLeave(actor: StdioActor): Promise<ConformanceStep> {
  const found = await actor.takeLeave();
  const expected = 'ended by itself';
  return {
    op: 'close',
    asked: 'to end',
    expected,
    found,
    result: found === expected ? 'conforms' : 'differs',
  };
}

type Asking = (question: Ask) => Promise<Completion>;

async function workOneTask(ask: Asking): Promise<void> {
  await ask({ call: enqueue('A'), asked: 'task A', expect: 'ok', capability: null });
  await ask({ call: enqueue('A'), asked: 'task A again', expect: ['DUPLICATE_ID'], capability: null });
  const { held, leaseUntil } = await claimed(ask, 'A');
  await ask({
    call: call('heartbeat', { ...held, leaseMs: LEASE_MS }),
    asked: 'a longer lease',
    expect: 'ok',
    capability: 'lease',
    look: reaches(leaseUntil),
  });
  const report = { ...held, tokens: 10, text: null };
  await ask({
    call: call('report', report),
    asked: 'a report of 10 tokens',
    expect: 'ok',
    capability: 'budget',
  });
  const stale = { ...held, fence: held.fence - 1, notes: 'stale' };
  await ask({
    call: call('complete', stale),
    asked: 'to settle with an older fence',
    expect: ['LEASE_LOST', 'INVALID'],
    capability: 'fencing',
  });
  await ask({
    call: call('complete', { ...held, notes: 'done' }),
    asked: 'to settle',
    expect: 'ok',
    capability: null,
  });
  const again = ['LEASE_LOST', 'ILLEGAL_TRANSITION'];
  await ask({
    call: call('complete', { ...held, notes: 'again' }),
    asked: 'to settle twice',
    expect: again,
    capability: null,
  });
  await ask({
    call: claim(),
    asked: 'a task when none is left',
    expect: 'ok',
    capability: null,
    look: isNothing,
  });
}

async function failOneTask(ask: Asking): Promise<void> {
  await ask({ call: enqueue('B'), asked: 'task B', expect: 'ok', capability: null });
  const { held } = await claimed(ask, 'B');
  const failure = { ...held, error: 'as planned', class: 'transient' } as const;
  await ask({ call: call('fail', failure), asked: 'to settle as failed', expect: 'ok', capability: null });
  await ask({ call: call('sweep', {}), asked: 'one pass of the watchdog', expect: 'ok', capability: null });
}

async function operate(ask: Asking): Promise<void> {
  await ask({ call: enqueue('C'), asked: 'task C', expect: 'ok', capability: null });
  for (const op of ['cancel', 'replan', 'cancel', 'retry'] as const) {
    const status = op === 'cancel' ? 'BLOCKED' : 'PENDING';
    const args = { task: 'C', notes: 'conformance' };
    await ask({
      call: call(op, args),
      asked: `${op} of C`,
      expect: 'ok',
      capability: 'operator',
      look: isStatus(status),
    });
  }
  const nobody = { task: 'NOBODY', notes: 'conformance' };
  await ask({
    call: call('cancel', nobody),
    asked: 'cancel of no task',
    expect: ['NOT_FOUND'],
    capability: 'operator',
  });
}

const LEASE_MS = 60_000;
const WORKER = 'conformance';

/** Claims, and answers the proof to write with; a made-up one when there was nothing, so that the rest still runs. */
async function claimed(ask: Asking, task: string) {
  const completion = await ask({
    call: claim(),
    asked: `a task, expecting ${task}`,
    expect: 'ok',
    capability: null,
    look: isFirstRunOf(task),
  });
  const answer = completion.type === 'ok' ? (completion.value as ClaimAnswer | null) : null;
  const held = { worker: WORKER, task: answer?.task ?? task, fence: answer?.fence ?? 0 };
  return { held, leaseUntil: answer?.leaseUntil ?? 0 };
}

function judge(
  question: Ask,
  terms: { readonly completion: Completion; readonly hello: Hello; readonly leasedFrom: number },
): ConformanceStep {
  const { call: asked, expect, capability } = question;
  const { completion, hello, leasedFrom } = terms;
  const expected = expect === 'ok' ? 'ok' : expect.join(' or ');
  const step = { op: asked.op, asked: question.asked, expected };
  if (completion.type === 'ok') {
    const problem = expect === 'ok' ? (question.look?.(completion.value, leasedFrom) ?? null) : 'ok';
    return { ...step, found: problem ?? 'ok', result: problem === null ? 'conforms' : 'differs' };
  }
  const found = completion.code;
  if (expect !== 'ok' && expect.includes(found)) return { ...step, found, result: 'conforms' };
  const mayLack = capability !== null && !hello.capabilities.includes(capability);
  return { ...step, found, result: mayLack && found === 'UNSUPPORTED' ? 'absent' : 'differs' };
}

function enqueue(id: string): Call {
  return call('enqueue', { task: { id, priority: 'P1', task: `conformance ${id}`, maxRetries: 1 } });
}

function claim(): Call {
  return call('claim', { worker: WORKER, leaseMs: LEASE_MS });
}

function call<Op extends Operation>(op: Op, args: Extract<Call, { op: Op }>['args']): Call {
  return { op, args } as Call;
}
