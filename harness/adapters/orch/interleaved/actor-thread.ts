/** The thread of an actor as the simulation sees it: opened, called, let go on from halt to halt, and dropped. */
import { once } from 'node:events';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Call, Completion } from '../../../../gates/record/history.js';
import { builtProgram } from '../../../real/built-program.js';
import type { Trouble } from '../../../sut.js';
import type { FromThread, OpenTerms, ThreadData, ToThread } from './messages.js';
import { type Clocks, type Order, Turn } from './turn.js';

/** Where a call has got to: before a statement, asleep for so many virtual ms, or at its end. */
export type Halt =
  | { readonly at: 'statement' }
  | { readonly at: 'sleep'; readonly ms: number }
  | { readonly at: 'end'; readonly completion: Completion };

interface Parts {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly turn: Turn;
}

/** Invariant: once started, the thread runs only inside a method of this class. */
export class ActorThread {
  readonly #parts: Parts;
  #clocks: Clocks = { now: () => 0, shown: () => 0 };

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts a thread that has no store yet; it does not keep the process from ending. */
  static async start(): Promise<ActorThread> {
    const turn = new Turn();
    const { port1: port, port2: far } = new MessageChannel();
    const workerData: ThreadData = { memory: turn.memory, port: far };
    const program = builtProgram('actor-thread-body');
    const worker = new Worker(program, { workerData, transferList: [far], execArgv: [] });
    await once(worker, 'message');
    worker.unref();
    return new ActorThread({ worker, port, turn });
  }

  /** Opens a connection on virtual time. @throws when core cannot open it */
  open(terms: OpenTerms, clocks: Clocks): void {
    this.#clocks = clocks;
    this.#parts.port.postMessage({ kind: 'open', terms } satisfies ToThread);
    this.#run('obey');
  }

  /** Begins a call and runs to its first halt. */
  begin(call: Call, trouble: Trouble | null): Halt {
    this.#parts.port.postMessage({ kind: 'call', call, trouble } satisfies ToThread);
    return haltOf(this.#run('obey'));
  }

  /** Runs to the next halt. */
  goOn(): Halt {
    return haltOf(this.#run('go-on'));
  }

  /** Closes the connection wherever the thread is; what is not committed never happens. */
  drop(): void {
    this.#run('drop');
  }

  async end(): Promise<void> {
    this.#parts.port.close();
    await this.#parts.worker.terminate();
  }

  #run(order: Order): Halt | null {
    const { turn } = this.#parts;
    const rest = turn.admit(order, this.#clocks);
    if (rest === 'statement') return { at: 'statement' };
    if (rest === 'sleep') return { at: 'sleep', ms: turn.sleepMs };
    const completion = this.#reply();
    return completion === null ? null : { at: 'end', completion };
  }

  #reply(): Completion | null {
    const received = receiveMessageOnPort(this.#parts.port);
    if (received === undefined) throw new Error('expected a thread at its end to have answered');
    const reply = received.message as FromThread;
    if (reply.kind === 'broken') throw new Error(`the thread of an actor broke: ${reply.because}`);
    return reply.completion;
  }
}

function haltOf(halt: Halt | null): Halt {
  if (halt === null) throw new Error('expected a call to halt or to be answered, found neither');
  return halt;
}
