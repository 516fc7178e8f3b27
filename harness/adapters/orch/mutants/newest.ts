/** What several planted bugs have in common: a stale proof is exchanged for that of whoever holds the task now. */
import type { LeaseProof, Store } from '../../../../core/index.js';

/** The proof of the present holder; the proof as it is when nobody holds the task. */
export async function newest(store: Store, proof: LeaseProof): Promise<LeaseProof> {
  const task = await store.find(proof.taskId);
  if (task?.status !== 'IN_PROGRESS') return proof;
  const { holder, fence } = task.lease;
  return { taskId: proof.taskId, holder, fence };
}

/** The proof of the present holder when it has the same name; else the proof as it is. */
export async function ofSameName(store: Store, proof: LeaseProof): Promise<LeaseProof> {
  const present = await newest(store, proof);
  return present.holder === proof.holder ? present : proof;
}
