/**
 * Histories written by hand, for tests: each step is one call and its answer at one instant.
 * Nothing here is run; what a step says is what the test wants to have happened.
 */
import type {
  Call,
  Completion,
  FinalState,
  History,
  Knobs,
  Op,
  SystemEvent,
  TaskRow,
  TaskStatus,
} from '../../gates/record/history.js';

const MADE_KNOBS: Knobs = {
  leaseMs: 60_000,
  heartbeatMs: 15_000,
  pollMs: 5_000,
  sweepMs: 5_000,
  backoffMs: [60_000, 180_000, 600_000],
  busyWaitMs: 50,
  softTokens: 2_000,
  hardTokens: 3_500,
  drainMs: 1_800_000,
};

/** `at` 0 of every made history, ms since the epoch. */
const STARTED_AT = 1_000_000;

export class MadeHistory {
  readonly ops: Op[] = [];
  readonly rows = new Map<string, TaskRow>();
  readonly events: SystemEvent[] = [];
  readonly startedAt = STARTED_AT;

  /** A call and its answer. */
  call(at: number, call: Call, completion: Completion): this {
    const invokedBy = this.invoke(at, call);
    return this.answer(at, invokedBy, completion);
  }

  /** A call alone; answers its line. */
  invoke(at: number, call: Call): number {
    const index = this.ops.length;
    this.ops.push({ index, at, actor: `a${index}/1`, type: 'invoke', call });
    return index;
  }

  answer(at: number, invokedBy: number, completion: Completion): this {
    const { actor } = this.ops[invokedBy] as Op;
    this.ops.push({ index: this.ops.length, at, actor, invokedBy, ...completion });
    return this;
  }

  enqueue(at: number, id: string, submission: { idempotencyKey?: string; maxRetries?: number } = {}): this {
    const task = { id, priority: 'P1' as const, task: 'work', ...submission };
    this.rows.set(id, rowOf(id, 'PENDING'));
    return this.call(at, { op: 'enqueue', args: { task } }, { type: 'ok', value: { task: id } });
  }

  claim(at: number, task: string, run: number): this {
    const leaseUntil = STARTED_AT + at + MADE_KNOBS.leaseMs;
    return this.call(
      at,
      { op: 'claim', args: { worker: 'w1', leaseMs: MADE_KNOBS.leaseMs } },
      { type: 'ok', value: { task, run, fence: run, leaseUntil } },
    );
  }

  complete(at: number, task: string, fence: number): this {
    this.end(task, { status: 'DONE', run: fence });
    const args = { worker: 'w1', task, fence, notes: '' };
    return this.call(at, { op: 'complete', args }, { type: 'ok', value: null });
  }

  fail(at: number, task: string, run: { fence: number; class?: 'transient' | 'permanent' }): this {
    const args = { worker: 'w1', task, error: 'planned', class: 'transient' as const, ...run };
    return this.call(at, { op: 'fail', args }, { type: 'ok', value: null });
  }

  /** The first run reports. */
  report(at: number, task: string, told: { tokens: number; action: 'ALLOW' | 'BLOCK' }): this {
    const args = { worker: 'w1', task, fence: 1, tokens: told.tokens, text: null };
    return this.call(at, { op: 'report', args }, { type: 'ok', value: { action: told.action } });
  }

  sweep(at: number, moved: { requeued?: readonly string[]; exhausted?: readonly string[] }): this {
    const value = { requeued: [], exhausted: [], ...moved };
    return this.call(at, { op: 'sweep', args: {} }, { type: 'ok', value });
  }

  operate(at: number, op: 'cancel' | 'retry', task: string): this {
    const value = { status: op === 'cancel' ? 'BLOCKED' : 'PENDING' };
    return this.call(at, { op, args: { task } }, { type: 'ok', value });
  }

  /** A whole first run that ends well. */
  done(from: number, to: number, task: string): this {
    return this.enqueue(from, task).claim(from, task, 1).complete(to, task, 1);
  }

  /** What the system says of a task in the end. */
  end(task: string, row: Partial<TaskRow> & { readonly status: TaskStatus }): this {
    this.rows.set(task, { ...rowOf(task, row.status), ...row });
    return this;
  }

  get history(): History {
    return {
      header: {
        kind: 'header',
        history: 1,
        scenario: 'made',
        seed: 1,
        mode: 'simulated',
        sut: { name: 'made', version: '0', capabilities: [] },
        control: null,
        startedAt: STARTED_AT,
        knobs: MADE_KNOBS,
      },
      ops: this.ops,
      trailer: null,
    };
  }

  get final(): FinalState {
    return { tasks: [...this.rows.values()], events: this.events };
  }
}

function rowOf(task: string, status: TaskStatus): TaskRow {
  return {
    task,
    status,
    priority: 'P1',
    run: 0,
    retries: 0,
    maxRetries: 3,
    owner: null,
    leaseUntil: null,
    availableAt: status === 'PENDING' ? STARTED_AT : null,
    idempotencyKey: null,
    notes: '',
    duplicateOf: null,
  };
}
