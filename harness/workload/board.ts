/**
 * What the harness believes about every task, from the answers it got: enough to know when asking the system for
 * its list is worth while. It decides nothing about the system; only a list can say that the queue is drained.
 */
import type { Call, ClaimAnswer, Completion, TaskRow } from '../../gates/record/history.js';

/** `unsure`: the outcome of some call is unknown, or the task may be settled without anybody being told. */
type Belief = 'open' | 'unsure' | 'closed';

const DEFAULT_RETRIES = 3;

export class Board {
  readonly #beliefs = new Map<string, Belief>();
  /** History line of the latest answer about a task; an older list must not overrule it. */
  readonly #heardAt = new Map<string, number>();
  readonly #retries = new Map<string, number>();
  readonly #runs = new Map<string, number>();
  readonly #keys = new Map<string, string>();
  readonly #followers = new Set<string>();
  #open = 0;
  #doubt = false;
  #changes = 0;

  get known(): number {
    return this.#beliefs.size;
  }

  /** How many tasks are certainly not settled. */
  get open(): number {
    return this.#open;
  }

  /** Grows with every answer about a task. */
  get changes(): number {
    return this.#changes;
  }

  /** Whether only the system's own list can say more. */
  get mayBeDrained(): boolean {
    return this.#open === 0 || this.#doubt;
  }

  /** Takes in one completion; `line` is the history line of the newest operation. */
  observe(call: Call, completion: Completion, line: number): void {
    if (completion.type === 'ok') this.#accepted(call, completion.value, line);
    else if (completion.type === 'info') this.#lost(call, line);
    else if (call.op === 'enqueue' && completion.code === 'DUPLICATE_ID') this.#submitted(call, line);
  }

  /** Takes in the system's own list, asked for at history line `askedAt`. True when every task in it is settled. */
  isSettled(rows: readonly TaskRow[], askedAt: number): boolean {
    this.#doubt = false;
    let openRows = 0;
    for (const row of rows) {
      const settled = isSettledRow(row);
      if (!settled) openRows += 1;
      if ((this.#heardAt.get(row.task) ?? -1) > askedAt) continue;
      const open = this.#followers.has(row.task) ? 'unsure' : 'open';
      this.#believe(row.task, settled ? 'closed' : open);
    }
    return openRows === 0;
  }

  #accepted(call: Call, value: unknown, line: number): void {
    switch (call.op) {
      case 'enqueue':
        this.#submitted(call, line);
        break;
      case 'claim':
        this.#claimed(value as ClaimAnswer | null, line);
        break;
      case 'complete':
        this.#heard(call.args.task, 'closed', line);
        break;
      case 'fail':
        this.#heard(call.args.task, this.#afterFailure(call.args.task, call.args.class), line);
        break;
      case 'report':
        if ((value as { readonly action: string }).action === 'BLOCK')
          this.#heard(call.args.task, 'closed', line);
        break;
      case 'sweep':
        this.#swept(
          value as { readonly requeued: readonly string[]; readonly exhausted: readonly string[] },
          line,
        );
        break;
      case 'cancel':
      case 'replan':
      case 'retry':
        this.#operated(call.args.task, (value as { readonly status: string }).status, line);
        break;
      case 'heartbeat':
      case 'list':
      case 'events':
        break;
    }
  }

  #submitted(call: Call & { readonly op: 'enqueue' }, line: number): void {
    const { id, idempotencyKey, maxRetries } = call.args.task;
    if (this.#beliefs.has(id)) return;
    this.#retries.set(id, maxRetries ?? DEFAULT_RETRIES);
    const leader = idempotencyKey === undefined ? undefined : this.#keys.get(idempotencyKey);
    if (leader !== undefined && leader !== id) this.#followers.add(id);
    if (idempotencyKey !== undefined && leader === undefined) this.#keys.set(idempotencyKey, id);
    this.#heard(id, this.#followers.has(id) ? 'unsure' : 'open', line);
  }

  #claimed(claimed: ClaimAnswer | null, line: number): void {
    if (claimed === null) return;
    this.#runs.set(claimed.task, claimed.run);
    this.#heard(claimed.task, 'open', line);
  }

  #afterFailure(task: string, failure: 'transient' | 'permanent'): Belief {
    if (failure === 'permanent') return 'closed';
    return (this.#runs.get(task) ?? 0) > (this.#retries.get(task) ?? DEFAULT_RETRIES) ? 'unsure' : 'open';
  }

  #swept(
    swept: { readonly requeued: readonly string[]; readonly exhausted: readonly string[] },
    line: number,
  ): void {
    for (const task of swept.requeued) this.#heard(task, 'open', line);
    for (const task of swept.exhausted) this.#heard(task, 'closed', line);
  }

  #operated(task: string, status: string, line: number): void {
    if (status === 'PENDING') this.#heard(task, 'open', line);
    if (status === 'BLOCKED') this.#heard(task, 'closed', line);
  }

  /** Nobody can know what the call did. A sweep may have settled any task, a claim none that is known to be open. */
  #lost(call: Call, line: number): void {
    switch (call.op) {
      case 'complete':
      case 'fail':
      case 'report':
      case 'cancel':
      case 'replan':
      case 'retry':
        if (this.#beliefs.has(call.args.task)) this.#heard(call.args.task, 'unsure', line);
        break;
      case 'sweep':
        this.#changes += 1;
        this.#doubt = true;
        break;
      case 'enqueue':
      case 'claim':
      case 'heartbeat':
      case 'list':
      case 'events':
        break;
    }
  }

  #heard(task: string, belief: Belief, line: number): void {
    this.#changes += 1;
    this.#heardAt.set(task, line);
    this.#believe(task, belief);
  }

  #believe(task: string, belief: Belief): void {
    if (this.#beliefs.get(task) === 'open') this.#open -= 1;
    if (belief === 'open') this.#open += 1;
    this.#beliefs.set(task, belief);
  }
}

/** Settled as a person means it: nothing will happen to the task by itself any more. */
function isSettledRow(row: TaskRow): boolean {
  if (row.status === 'DONE' || row.status === 'BLOCKED') return true;
  return row.status === 'FAILED' && row.availableAt === null;
}
