/** An operator's commands on the task A, for the cases on what each of them does. */
import { taskId } from '../../task/ids.js';
import type { OperatorCommand, Store } from '../store.js';
import { running } from './bench.js';

const A = taskId('A');
export const cancel: OperatorCommand = { kind: 'cancel', id: A, by: 'operator:me' };
export const replan: OperatorCommand = {
  kind: 'replan',
  id: A,
  by: 'operator:me',
  notes: 'new plan',
  retries: 'keep',
};
export const retry: OperatorCommand = { kind: 'retry', id: A, by: 'operator:me', when: 'after-backoff' };
export const COMMANDS = [cancel, replan, retry];

/** A task whose only run failed. */
export async function exhausted(store: Store): Promise<void> {
  await store.fail((await running(store, 'A', { maxRetries: 0 })).lease, {
    error: 'boom',
    class: 'transient',
  });
}
