/**
 * The thread of one actor: core's store on a connection of its own, in virtual time. It runs only when the simulation
 * lets it, from one statement to the next. Started by `actor-thread.ts` and by nothing else.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Store } from '../../../../core/index.js';
import type { Completion } from '../../../../gates/record/history.js';
import { answer } from '../answer.js';
import { Disk } from '../disk.js';
import { mutantNamed } from '../mutants/mutant.js';
import { openSimulated } from '../open-simulated.js';
import { gateStatements } from './gated-engine.js';
import type { FromThread, OpenTerms, ThreadData, ToThread } from './messages.js';
import { type Order, type Rest, Turn } from './turn.js';

/** The actor was killed: nothing it was about to do may happen. */
class Dropped extends Error {}

const { memory, port } = workerData as ThreadData;
const turn = new Turn(memory);
/** Statements rest only inside a call: to open and to close a store is no operation of a run. */
let state: 'between calls' | 'in a call' | 'dropped' = 'between calls';
let store: Store | null = null;
let disk = new Disk();
let busyWaitMs = 0;

function rest(because: Rest, sleepMs?: number): void {
  if (state === 'in a call' && turn.rest(because, sleepMs) === 'drop') state = 'dropped';
  if (state === 'dropped') throw new Dropped('the actor was killed');
}

const clock = { now: () => turn.now, sleep: async (ms: number) => rest('sleep', ms) };

async function open({ path, actor, knobs, mutant }: OpenTerms): Promise<void> {
  const planted = mutant === null ? null : mutantNamed(mutant);
  disk = new Disk({ waits: (ms) => rest('sleep', ms) });
  const terms = { clock, knobs, mutant: planted, disk, shows: () => turn.shown };
  store = await openSimulated(path, actor, terms);
  busyWaitMs = knobs.busyWaitMs;
}

/** Closes the connection; the engine undoes a transaction that is open. */
async function close(): Promise<void> {
  state = 'between calls';
  await store?.close();
  store = null;
}

async function follow(message: ToThread): Promise<Completion | null> {
  if (message.kind === 'open') {
    await open(message.terms);
    return null;
  }
  const opened = store;
  if (opened === null) throw new Error('expected an open store');
  state = 'in a call';
  const { call, trouble } = message;
  const completion = await disk.under(trouble, () => answer(opened, call));
  if (wasDropped()) {
    await close();
    return null;
  }
  state = 'between calls';
  return disk.hasDied ? { type: 'info', code: 'CRASH' } : completion;
}

function wasDropped(): boolean {
  return state === 'dropped';
}

async function obeyed(order: Order): Promise<FromThread> {
  try {
    if (order === 'drop') await close();
    const message = order === 'obey' ? (receiveMessageOnPort(port)?.message as ToThread) : null;
    return { kind: 'done', completion: message === null ? null : await follow(message) };
  } catch (error) {
    return { kind: 'broken', because: String(error instanceof Error ? error.stack : error) };
  }
}

gateStatements({
  gate: () => rest('statement'),
  sleep: (ms) => rest('sleep', ms),
  busyWaitMs: () => (state === 'in a call' ? busyWaitMs : 0),
});
parentPort?.postMessage('started');
for (let order = turn.awaited(); ; order = turn.rest('end')) port.postMessage(await obeyed(order));
