/**
 * Core's store as its own programs have it in a run of the harness: each transition is a call of the protocol, which
 * is written down and may be struck. What the protocol has no word for is not there, and using it is a fault of the
 * harness.
 */
import {
  Busy,
  type CodedError,
  Corrupt,
  DuplicateId,
  IllegalTransition,
  type InProgress,
  Invalid,
  type Lease,
  LeaseLost,
  type LeaseProof,
  NotFound,
  type Store,
  StoreFull,
  StoreUnavailable,
  type Swept,
  type Task,
} from '../../../core/index.js';
import type { Answers, Call, ClaimAnswer, RefusalCode } from '../../../gates/record/history.js';
import type { Life } from '../../workload/own/programs.js';

/** What the programs use of it. */
type Called = Pick<Store, 'claim' | 'heartbeat' | 'find' | 'report' | 'complete' | 'fail' | 'sweep'>;

interface Held {
  readonly claimed: ClaimAnswer;
  task: Task;
}

const REFUSALS: Partial<Record<RefusalCode, new (message: string) => CodedError>> = {
  BUSY: Busy,
  CORRUPT: Corrupt,
  DUPLICATE_ID: DuplicateId,
  ILLEGAL_TRANSITION: IllegalTransition,
  INVALID: Invalid,
  LEASE_LOST: LeaseLost,
  NOT_FOUND: NotFound,
  STORE_FULL: StoreFull,
  STORE_UNAVAILABLE: StoreUnavailable,
};

export class CalledStore implements Called {
  readonly #life: Life;
  /** What this program holds, by the id of the task. */
  readonly #held = new Map<string, Held>();

  constructor(life: Life) {
    this.#life = life;
  }

  asStore(): Store {
    return this as Called as Store;
  }

  /** The answer that a task was claimed with. */
  claimOf({ id }: Pick<InProgress, 'id'>): ClaimAnswer {
    return this.#heldAs(id).claimed;
  }

  claim: Store['claim'] = async (holder, { leaseFor }) => {
    const claimed = await this.#ask('claim', { op: 'claim', args: { worker: holder, leaseMs: leaseFor } });
    if (claimed === null) return null;
    const task = taskOf(claimed, holder);
    this.#held.set(task.id, { claimed, task });
    return task;
  };

  heartbeat: Store['heartbeat'] = async (proof, { leaseFor }) => {
    const args = { ...argsOf(proof), leaseMs: leaseFor };
    const { leaseUntil } = await this.#ask('heartbeat', { op: 'heartbeat', args });
    return { ...proof, until: leaseUntil } as Lease;
  };

  /** As this program knows it: the protocol has no look at one task. */
  find: Store['find'] = async (id) => this.#heldAs(id).task;

  report: Store['report'] = async (proof, { tokens, text }) => {
    const args = { ...argsOf(proof), tokens, text: text ?? '' };
    const { action } = await this.#ask('report', { op: 'report', args });
    if (action === 'BLOCK') this.#settled(proof, 'BLOCKED');
    return { action, state: 'OK', tokens, violations: [], applied: true };
  };

  /** A report with it is a call before it. */
  complete: Store['complete'] = async (proof, { notes, report }) => {
    const verdict = report === undefined ? null : await this.report(proof, report);
    if (verdict?.action === 'BLOCK') return this.#heldAs(proof.taskId).task;
    await this.#ask('complete', { op: 'complete', args: { ...argsOf(proof), notes } });
    return this.#settled(proof, 'DONE');
  };

  fail: Store['fail'] = async (proof, { error, class: kind }) => {
    await this.#ask('fail', { op: 'fail', args: { ...argsOf(proof), error, class: kind } });
    return this.#settled(proof, 'FAILED');
  };

  sweep: Store['sweep'] = async () => (await this.#ask('sweep', { op: 'sweep', args: {} })) as Swept;

  async #ask<Op extends Call['op']>(op: Op, call: Call & { readonly op: Op }): Promise<Answers[Op]> {
    const answer = await this.#life.call(call);
    if (answer.type === 'ok') return answer.value as Answers[Op];
    const Refusal = REFUSALS[answer.code];
    if (Refusal === undefined) throw new Error(`expected a refusal of core to ${op}, found ${answer.code}`);
    throw new Refusal(`${op} was refused`);
  }

  #heldAs(id: string): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new Error(`expected a task that was claimed here, found ${id}`);
    return held;
  }

  #settled({ taskId }: LeaseProof, status: Task['status']): Task {
    const held = this.#heldAs(taskId);
    held.task = { ...held.task, status } as Task;
    return held.task;
  }
}

function argsOf({ taskId, holder, fence }: LeaseProof) {
  return { worker: holder, task: taskId, fence };
}

function taskOf(claimed: ClaimAnswer, holder: string): InProgress {
  const { task, run, fence, leaseUntil, idempotencyKey } = claimed;
  const lease = { taskId: task, holder, fence, until: leaseUntil };
  return { id: task, status: 'IN_PROGRESS', run, idempotencyKey, lease } as unknown as InProgress;
}
