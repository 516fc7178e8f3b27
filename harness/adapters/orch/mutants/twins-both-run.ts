/** Breaks INV-05: a key is compared with those of finished tasks only, so twins that both wait both run. */
import type { Store, Task, TaskDraft } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

/** Parts a key from the id that makes it the key of one task alone. */
const MARK = '\u0001';

export const twinsBothRun: Mutant = {
  name: 'twins-both-run',
  breaks: 'INV-05',
  says: 'Two tasks of one key that are both waiting are both run; only a finished one stops its twin.',
  wrap: (store) => ({
    ...store,
    enqueue: async (draft) =>
      asSubmitted(await store.enqueue({ ...draft, idempotencyKey: await keyOf(store, draft) })),
    claim: async (holder, terms) => {
      const claimed = await store.claim(holder, terms);
      return claimed && asSubmitted(claimed);
    },
    list: async (query) => (await store.list(query)).map(asSubmitted),
  }),
};

/** The key of the task that is done already, else one that no other task has. */
async function keyOf(store: Store, { id, idempotencyKey: key }: TaskDraft): Promise<string | null> {
  if (key === null || key === undefined) return null;
  const done = await store.list({ status: 'DONE', limit: 10_000 });
  const twin = done.find((task) => asSubmitted(task).idempotencyKey === key);
  return twin?.idempotencyKey ?? `${key}${MARK}${id}`;
}

function asSubmitted<T extends Task>(task: T): T {
  return { ...task, idempotencyKey: task.idempotencyKey?.split(MARK)[0] ?? null };
}
