/**
 * What the conformance suite needs of a store under test, and the few words its cases are written in.
 * A new store is done when every theme passes against it, unchanged.
 */
import { expect } from 'vitest';
import type { TaskEvent } from '../../task/event.js';
import { eventSeq, taskId, workerId } from '../../task/ids.js';
import type { InProgress, Task, TaskDraft } from '../../task/task.js';
import { milliseconds, seconds } from '../../time.js';
import type { StoreOptions } from '../options.js';
import type { ClaimTerms, Store } from '../store.js';
import type { ManualClock } from './manual-clock.js';

/** A fresh, empty store on a clock that only the test moves. */
export interface Bench {
  readonly store: Store;
  readonly clock: ManualClock;
}

/** Opens a bench; whoever provides it also closes the store when the test is over. */
export type OpenBench = (options?: Partial<StoreOptions>) => Promise<Bench>;

export const W1 = workerId('w1');
export const W2 = workerId('w2');
export const LEASE = seconds(60);
export const ONE_MS = milliseconds(1);

/** A valid draft with the fields a case cares about. */
export function draft(id: string, fields: Partial<TaskDraft> = {}): TaskDraft {
  return { id, priority: 'P1', task: `do ${id}`, successCriteria: 'it is done', ...fields };
}

/** Claims, and insists on getting a task. */
export async function claimed(
  store: Store,
  holder = W1,
  terms: Partial<ClaimTerms> = {},
): Promise<InProgress> {
  const task = await store.claim(holder, { leaseFor: LEASE, ...terms });
  if (task === null) throw new Error('expected a task to claim, got none');
  return task;
}

/** Enqueues one task and claims it. */
export async function running(store: Store, id = 'A', fields: Partial<TaskDraft> = {}): Promise<InProgress> {
  await store.enqueue(draft(id, fields));
  return claimed(store);
}

/** The task of that id, which must exist. */
export async function found(store: Store, id: string): Promise<Task> {
  const task = await store.find(taskId(id));
  if (task === null) throw new Error(`expected a task ${id}, found none`);
  return task;
}

/** The events of one task, or of all. */
export async function eventsOf(store: Store, id?: string): Promise<readonly TaskEvent[]> {
  const terms = id === undefined ? { limit: 10_000 } : { limit: 10_000, taskId: taskId(id) };
  return store.eventsAfter(eventSeq(0), terms);
}

/** The types of one task's events, in order. */
export async function story(store: Store, id: string): Promise<string[]> {
  return (await eventsOf(store, id)).map(({ type }) => type);
}

/** The data of the latest event of that type. */
export async function latest(store: Store, id: string, type: string): Promise<TaskEvent['data']> {
  const event = (await eventsOf(store, id)).findLast((each) => each.type === type);
  if (!event) throw new Error(`expected an event ${type} of ${id}, found none`);
  return event.data;
}

/** Expects `call` to be refused with `code`. */
export async function refused(call: Promise<unknown>, code: string): Promise<void> {
  await expect(call).rejects.toMatchObject({ code, effect: 'none' });
}
