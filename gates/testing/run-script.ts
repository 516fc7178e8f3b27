/**
 * MADE-UP RUNS FOR TESTS of the judge: history, log and rows of a small system that obeys the rules, told step by step.
 * A test breaks one rule by one extra step. Never part of a candidate's evidence.
 */
import { sha256 } from '../record/digest.js';
import type {
  Call,
  HistoryHeader,
  Knobs,
  Op,
  RunMode,
  SystemEvent,
  TaskRow,
  TaskStatus,
} from '../record/history.js';
import { planDigest, stateHash } from '../record/run-digests.js';

export const START = 1_767_225_600_000;
export const KNOBS: Knobs = {
  leaseMs: 10_000,
  heartbeatMs: 3_000,
  pollMs: 100,
  sweepMs: 1_000,
  backoffMs: [1_000, 2_000, 3_000],
  busyWaitMs: 50,
  softTokens: 2_000,
  hardTokens: 3_500,
  drainMs: 30_000,
};

export interface ScriptTerms {
  readonly scenario: string;
  readonly mode?: RunMode;
  readonly control?: string | null;
  readonly seed?: number;
}

type Answer = { readonly value: unknown } | { readonly refused: 'BUSY' | 'LEASE_LOST' };
type Detail = Partial<Pick<SystemEvent, 'data'>> & { readonly type: string; readonly to: TaskStatus | null };
type WithoutPlace<O> = O extends Op ? Omit<O, 'index' | 'at' | 'actor'> : never;

/** A run told step by step. Every step takes a little time; `pass` lets more go by. */
export class RunScript {
  readonly ops: Op[] = [];
  readonly rows = new Map<string, TaskRow>();
  readonly events: SystemEvent[] = [];
  readonly submittedAt = new Map<string, number>();
  readonly header: HistoryHeader;
  at = 0;

  constructor({ scenario, mode = 'real', control = null, seed = 1 }: ScriptTerms) {
    this.header = {
      kind: 'header',
      history: 1,
      scenario,
      seed,
      mode,
      sut: { name: 'made-up', version: '1', capabilities: [] },
      control,
      startedAt: START,
      knobs: KNOBS,
    };
  }

  pass(ms: number): this {
    this.at += ms;
    return this;
  }

  add(actor: string, op: WithoutPlace<Op>): number {
    const index = this.ops.length;
    this.ops.push({ index, at: this.at, actor, ...op } as Op);
    return index;
  }

  /** A call with its answer. */
  call(actor: string, call: Call, answer: Answer): this {
    const invokedBy = this.add(actor, { type: 'invoke', call });
    this.at += 1;
    this.answer(actor, invokedBy, answer);
    return this;
  }

  answer(actor: string, invokedBy: number, answer: Answer): void {
    if ('value' in answer) this.add(actor, { type: 'ok', invokedBy, value: answer.value });
    else this.add(actor, { type: 'fail', invokedBy, code: answer.refused });
  }

  enqueue(
    id: string,
    { key, maxRetries = 3 }: { readonly key?: string; readonly maxRetries?: number } = {},
  ): this {
    const task = {
      id,
      priority: 'P1' as const,
      task: id,
      maxRetries,
      ...(key !== undefined && { idempotencyKey: key }),
    };
    this.submittedAt.set(id, this.at);
    this.call('s1/1', { op: 'enqueue', args: { task } }, { value: { task: id } });
    this.rows.set(id, {
      task: id,
      status: 'PENDING',
      priority: 'P1',
      run: 0,
      retries: 0,
      maxRetries,
      owner: null,
      leaseUntil: null,
      availableAt: START + this.at,
      idempotencyKey: key ?? null,
      notes: '',
      duplicateOf: null,
    });
    this.event(id, { type: 'added', to: 'PENDING' }, { from: null });
    return this;
  }

  claim(worker: string, id: string): this {
    const invoke = this.add(worker, { type: 'invoke', call: claimBy(worker) });
    this.at += 1;
    this.answer(worker, invoke, { value: this.take(worker, id) });
    return this;
  }

  /** Two workers ask at once; the first gets the task, the other gets nothing. */
  race([winner, loser]: readonly [string, string], id: string): this {
    const first = this.add(winner, { type: 'invoke', call: claimBy(winner) });
    const second = this.add(loser, { type: 'invoke', call: claimBy(loser) });
    this.at += 1;
    this.answer(winner, first, { value: this.take(winner, id) });
    this.answer(loser, second, { value: null });
    return this;
  }

  /** A claim that meets a duplicate of finished work, skips it and finds nothing else. */
  skip(worker: string, id: string, original: string): this {
    const row = this.row(id);
    this.change(
      id,
      { type: 'idempotency_skipped', to: 'DONE' },
      { duplicateOf: original, availableAt: null },
    );
    return row.status === 'PENDING' ? this.call(worker, claimBy(worker), { value: null }) : this;
  }

  effect(worker: string, id: string, ms = 100): this {
    const { run: fence, idempotencyKey: key } = this.row(id);
    this.add(worker, { type: 'run-start', task: id, fence, key });
    this.at += ms;
    this.add(worker, { type: 'run-end', task: id, fence, key });
    return this;
  }

  complete(worker: string, id: string): this {
    this.call(worker, { op: 'complete', args: { ...this.held(worker, id), notes: 'done' } }, { value: null });
    return this.change(id, { type: 'done', to: 'DONE' }, { availableAt: null });
  }

  /** Claims, runs and completes. */
  work(worker: string, id: string): this {
    return this.claim(worker, id).effect(worker, id).complete(worker, id);
  }

  failTransient(worker: string, id: string): this {
    const args = { ...this.held(worker, id), error: 'timeout', class: 'transient' as const };
    this.call(worker, { op: 'fail', args }, { value: null });
    const { retries, maxRetries, run } = this.row(id);
    if (retries >= maxRetries) {
      return this.change(id, { type: 'failed', to: 'FAILED' }, { availableAt: null, notes: 'next: ask' });
    }
    const availableAt = START + this.at + (KNOBS.backoffMs[Math.min(run, KNOBS.backoffMs.length) - 1] ?? 0);
    return this.change(id, { type: 'failed', to: 'FAILED' }, { availableAt });
  }

  /** The watchdog puts a failed task back, or one whose lease ran out. */
  requeue(id: string): this {
    const { status, retries, run, leaseUntil, availableAt } = this.row(id);
    this.call('d1/1', { op: 'sweep', args: {} }, { value: { requeued: [id], exhausted: [] } });
    const wait = KNOBS.backoffMs[Math.min(run, KNOBS.backoffMs.length) - 1] ?? 0;
    if (status === 'IN_PROGRESS') this.event(id, { type: 'lease_expired', to: null }, { from: null });
    const next = status === 'IN_PROGRESS' ? (leaseUntil ?? 0) + wait : availableAt;
    return this.change(id, { type: 'retried', to: 'PENDING' }, { retries: retries + 1, availableAt: next });
  }

  report(
    worker: string,
    id: string,
    { tokens, action }: { readonly tokens: number; readonly action: string },
  ): this {
    this.call(
      worker,
      { op: 'report', args: { ...this.held(worker, id), tokens, text: null } },
      { value: { action } },
    );
    if (action !== 'BLOCK') return this;
    const data = { state: 'HARD_EXCEEDED', action, applied: true };
    this.event(id, { type: 'guardrail', to: null, data }, { from: null });
    return this.change(id, { type: 'blocked', to: 'BLOCKED' }, { availableAt: null, notes: 'next: split' });
  }

  fault(id: string, kind: 'kill' | 'store-lock', { target, forMs }: { target: string; forMs: number }): this {
    const fault = { id, kind, target };
    this.add('nemesis', { type: 'fault-start', fault });
    this.at += forMs;
    this.add('nemesis', { type: 'fault-heal', fault });
    return this;
  }

  drained(): this {
    this.add('harness', { type: 'mark', mark: 'heal' });
    this.add('harness', { type: 'mark', mark: 'drained' });
    return this;
  }

  /** Changes a row and tells it in the log. */
  change(id: string, detail: Detail, fields: Partial<TaskRow>): this {
    const row = this.row(id);
    const cleared = detail.to === 'IN_PROGRESS' ? {} : { owner: null, leaseUntil: null };
    this.rows.set(id, { ...row, ...cleared, ...fields, status: detail.to ?? row.status });
    this.event(id, detail, { from: row.status });
    return this;
  }

  event(task: string, { type, to, data = {} }: Detail, { from }: { readonly from: TaskStatus | null }): void {
    const seq = this.events.length + 1;
    this.events.push({ seq, task, type, at: START + this.at, run: this.row(task).run, from, to, data });
  }

  row(id: string): TaskRow {
    const row = this.rows.get(id);
    if (row === undefined) throw new Error(`the script has no task ${id}`);
    return row;
  }

  /** The history, with the digests of the two texts below. */
  historyText(): string {
    const header = { ...this.header, planDigest: planDigest(JSON.parse(this.planText())) };
    const lines = [header, ...this.ops].map((line) => JSON.stringify(line));
    const text = lines.map((line) => `${line}\n`).join('');
    const ended = stateHash(JSON.parse(this.finalText()));
    const trailer = { kind: 'trailer', lines: this.ops.length, sha256: sha256(text), stateHash: ended };
    return `${text}${JSON.stringify(trailer)}\n`;
  }

  planText(): string {
    const { scenario, seed, knobs } = this.header;
    const tasks = [...this.submittedAt].map(([id, at]) => ({ at, submit: { id } }));
    return JSON.stringify({ scenario, seed, knobs, tasks, faults: [] });
  }

  finalText(): string {
    return JSON.stringify({ tasks: [...this.rows.values()], events: this.events, integrity: [] });
  }

  take(worker: string, id: string) {
    const { run, idempotencyKey } = this.row(id);
    const leaseUntil = START + this.at + KNOBS.leaseMs;
    const fields = { run: run + 1, owner: worker, leaseUntil, availableAt: null };
    this.rows.set(id, { ...this.row(id), run: run + 1 });
    this.change(id, { type: 'picked', to: 'IN_PROGRESS' }, fields);
    return { task: id, run: run + 1, fence: run + 1, leaseUntil, idempotencyKey };
  }

  private held(worker: string, id: string) {
    return { worker, task: id, fence: this.row(id).run };
  }
}

/** The call of a worker that asks for a task. */
export function claimBy(worker: string): Call {
  return { op: 'claim', args: { worker, leaseMs: KNOBS.leaseMs } };
}
