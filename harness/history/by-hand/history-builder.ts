/**
 * Hand-written histories in a few readable lines, for the corpus that checkers are held to and for tests. A call is
 * begun and ended apart, so that a reply can be delayed or lost, or two calls overlap; the shortcuts do both at one
 * instant.
 */
import type {
  Arguments,
  FaultKind,
  FinalState,
  History,
  InjectedFault,
  Knobs,
  Op,
  Operation,
  RefusalCode,
  RunMode,
  Submission,
  SystemEvent,
  TaskRow,
  UnknownCode,
  WorkOutcome,
} from '../../../gates/record/history.js';
import { nameOf } from '../ops.js';

export const TEST_KNOBS: Knobs = {
  leaseMs: 100,
  heartbeatMs: 30,
  pollMs: 10,
  sweepMs: 20,
  backoffMs: [50, 200],
  busyWaitMs: 5,
  softTokens: 2000,
  hardTokens: 3500,
  drainMs: 1000,
};

type Body = Op extends infer One ? (One extends Op ? Omit<One, 'index' | 'at' | 'actor'> : never) : never;

export interface SubmissionTerms {
  readonly key?: string;
  readonly maxRetries?: number;
  readonly priority?: Submission['priority'];
}

/** Writes a history line by line. The clock stands still until `at` moves it. */
export class HistoryBuilder {
  private readonly ops: Op[] = [];
  private now = 0;
  private eps = 0;
  private readonly mode: RunMode;

  constructor(mode: RunMode = 'simulated') {
    this.mode = mode;
  }

  /** The header says that the clocks of two actors may differ by so much. */
  clocksDifferBy(ms: number): this {
    this.eps = ms;
    return this;
  }

  /** Moves the clock to `ms`. */
  at(ms: number): this {
    this.now = ms;
    return this;
  }

  /** Begins a call; answers the line to end it by. */
  begin<Name extends Operation>(actor: string, op: Name, args: Arguments[Name]): number {
    return this.write(actor, { type: 'invoke', call: { op, args } } as Body);
  }

  ok(invokedBy: number, value: unknown = null): number {
    return this.write(this.actorOf(invokedBy), { type: 'ok', invokedBy, value });
  }

  refuse(invokedBy: number, code: RefusalCode): number {
    return this.write(this.actorOf(invokedBy), { type: 'fail', invokedBy, code });
  }

  lose(invokedBy: number): number {
    return this.breakDown(invokedBy, { code: 'CRASH' });
  }

  /** Ends a call in an outcome that nobody can know. */
  breakDown(invokedBy: number, told: { readonly code: UnknownCode; readonly says?: string }): number {
    return this.write(this.actorOf(invokedBy), { type: 'info', invokedBy, ...told });
  }

  /** Ends a call whose answer a fault swallows. */
  loseReply(invokedBy: number): number {
    const target = nameOf(this.actorOf(invokedBy));
    this.fault('reply-lost', target);
    const ended = this.breakDown(invokedBy, { code: 'TIMEOUT' });
    this.heal('reply-lost', target);
    return ended;
  }

  /** Begins the submission of a task. */
  submit(id: string, terms: SubmissionTerms = {}): number {
    const { key, ...rest } = terms;
    const task = { id, priority: 'P1', task: 'work', ...rest } as const;
    return this.begin('s1/1', 'enqueue', {
      task: key === undefined ? task : { ...task, idempotencyKey: key },
    });
  }

  enqueue(id: string, terms: SubmissionTerms = {}): number {
    return this.ok(this.submit(id, terms), { task: id });
  }

  /** Begins a claim by `worker`. */
  ask(worker: string): number {
    return this.begin(worker, 'claim', { worker, leaseMs: TEST_KNOBS.leaseMs });
  }

  /** Answers a claim with a task; the run number is the fence. */
  give(asked: number, task: string, fence: number): number {
    return this.ok(asked, { task, run: fence, fence, leaseUntil: this.now + TEST_KNOBS.leaseMs });
  }

  claim(worker: string, task: string, fence: number): number {
    return this.give(this.ask(worker), task, fence);
  }

  heartbeat(worker: string, task: string, fence: number): number {
    return this.renew(worker, { task, fence }, this.now + TEST_KNOBS.leaseMs);
  }

  /** A heartbeat that is answered with an end of the lease. */
  renew(worker: string, held: { readonly task: string; readonly fence: number }, leaseUntil: number): number {
    const { leaseMs } = TEST_KNOBS;
    const beat = this.begin(`${worker}.hb`, 'heartbeat', { worker, ...held, leaseMs });
    return this.ok(beat, { leaseUntil });
  }

  report(worker: string, held: { task: string; fence: number; tokens: number }, action: string): number {
    return this.ok(this.begin(worker, 'report', { worker, ...held, text: null }), { action });
  }

  /** Begins a completion. */
  finish(worker: string, task: string, fence: number): number {
    return this.begin(worker, 'complete', { worker, task, fence, notes: `${worker} ${fence}` });
  }

  complete(worker: string, task: string, fence: number): number {
    return this.ok(this.finish(worker, task, fence));
  }

  /** Begins a transient failure. */
  giveUp(worker: string, task: string, fence: number): number {
    return this.begin(worker, 'fail', { worker, task, fence, error: 'network', class: 'transient' });
  }

  fail(worker: string, task: string, fence: number): number {
    return this.ok(this.giveUp(worker, task, fence));
  }

  failForGood(worker: string, task: string, fence: number): number {
    return this.ok(
      this.begin(worker, 'fail', { worker, task, fence, error: 'bad input', class: 'permanent' }),
    );
  }

  sweep(moved: { requeued?: readonly string[]; exhausted?: readonly string[] } = {}): number {
    return this.ok(this.begin('d1/1', 'sweep', {}), { requeued: [], exhausted: [], ...moved });
  }

  operate(op: 'cancel' | 'replan' | 'retry', task: string, status = 'PENDING'): number {
    return this.ok(this.begin('o1/1', op, { task }), { status });
  }

  /** The system's own list. */
  list(...rows: readonly TaskRow[]): number {
    return this.ok(this.begin('probe/1', 'list', {}), rows);
  }

  /** A claim that finds nothing. */
  findNothing(worker: string): number {
    return this.ok(this.ask(worker));
  }

  mark(mark: 'heal' | 'drained'): number {
    return this.write('harness', { type: 'mark', mark });
  }

  /** The handler begins its work on a task. */
  startWork(worker: string, task: string, fence: number): number {
    return this.write(worker, { type: 'run-start', task, fence, key: null });
  }

  endWork(worker: string, task: string, fence: number): number {
    return this.write(worker, { type: 'run-end', task, fence, key: null });
  }

  /** The work under fence 1 has come to something, for the system's own worker to settle. */
  workedOut(worker: string, task: string, came: { outcome: WorkOutcome; tokens?: number }): number {
    return this.write(worker, { type: 'run-end', task, fence: 1, key: null, ...came });
  }

  fault(kind: FaultKind, target = 'w1', statement?: number): number {
    const told = statement === undefined ? {} : { statement };
    return this.write('nemesis', { type: 'fault-start', fault: { id: 'f1', kind, target, ...told } });
  }

  /** A kill that hangs on a call. */
  killAt(call: NonNullable<InjectedFault['call']>, target = 'w1'): number {
    return this.write('nemesis', { type: 'fault-start', fault: { id: 'f1', kind: 'kill', target, call } });
  }

  /** The disk under the store is slow: each commit takes so long, ms. */
  slowDisk(commitMs: number): number {
    const fault = { id: 'f1', kind: 'slow-disk', target: 'store', commitMs } as const;
    return this.write('nemesis', { type: 'fault-start', fault });
  }

  heal(kind: FaultKind, target = 'w1'): number {
    return this.write('nemesis', { type: 'fault-heal', fault: { id: 'f1', kind, target } });
  }

  /** Begins, or heals, a fault that sets the clock of `w1` wrong. */
  clockFault(
    type: 'fault-start' | 'fault-heal',
    terms: { readonly id: string; readonly byMs: number },
  ): number {
    return this.write('nemesis', { type, fault: { kind: 'clock-step', target: 'w1', ...terms } });
  }

  /** The history so far, closed by its trailer. */
  history(): History {
    return {
      header: {
        kind: 'header',
        history: 1,
        scenario: 'by-hand',
        seed: 1,
        mode: this.mode,
        sut: { name: 'none', version: '0', capabilities: [] },
        control: null,
        startedAt: 0,
        eps: this.eps,
        knobs: TEST_KNOBS,
      },
      ops: this.ops,
      trailer: { kind: 'trailer', lines: this.ops.length, sha256: '0'.repeat(64) },
    };
  }

  private write(actor: string, body: Body): number {
    const index = this.ops.length;
    this.ops.push({ index, at: this.now, actor, ...body } as Op);
    return index;
  }

  private actorOf(line: number): string {
    return this.ops[line]?.actor ?? 'nobody';
  }
}

/** A row of the final read: a task done in its first run, but for what is said. */
export function row(task: string, facts: Partial<TaskRow> = {}): TaskRow {
  return {
    task,
    status: 'DONE',
    priority: 'P1',
    run: 1,
    retries: 0,
    maxRetries: 3,
    owner: null,
    leaseUntil: null,
    availableAt: null,
    idempotencyKey: null,
    notes: '',
    ...facts,
  };
}

/** A final read of rows alone, or of rows and events. */
export function finalRead(tasks: readonly TaskRow[] = [], events: readonly SystemEvent[] = []): FinalState {
  return { tasks, events };
}

/** An entry of the system's log, written `seq task run from>to`; `-` is none. */
export function event(text: string, type = 'event'): SystemEvent {
  const [seq = '', task = '', run = '', step = ''] = text.split(' ');
  const [from, to] = step.split('>').map((status) => (status === '-' ? null : status));
  return { seq: Number(seq), task, type, at: 0, run: Number(run), from, to, data: {} } as SystemEvent;
}
