/** Breaks INV-05: an idempotency key is looked up among open tasks only. */
import type { Store, TaskDraft } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const keyForgetsDone: Mutant = {
  name: 'key-forgets-done',
  breaks: 'INV-05',
  says: 'A key is free again once its first task is done: late duplicates run a second time.',
  wrap: (store) => ({
    ...store,
    enqueue: async (draft) => store.enqueue({ ...draft, idempotencyKey: await keyOf(store, draft) }),
  }),
};

/** The draft's key, unless a task that is done has it. */
async function keyOf(store: Store, { idempotencyKey: key = null }: TaskDraft): Promise<string | null> {
  const done = await store.list({ status: 'DONE', limit: 10_000 });
  return done.some(({ idempotencyKey }) => idempotencyKey === key) ? null : key;
}
