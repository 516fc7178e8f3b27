/** Test support: what a story is answered last, and the stretches of time within one. */
import { expect } from 'vitest';
import type { Completion, TaskRow } from '../../../../../gates/record/history.js';
import { TEST_KNOBS } from '../../../../history/by-hand/history-builder.js';
import { LEASE_MS, type Step } from './play.js';

export const expiry = { waitMs: LEASE_MS };
export const soon = { waitMs: LEASE_MS / 2 };
export const backoff = { waitMs: TEST_KNOBS.backoffMs[0] ?? 0 };
export const ok = { type: 'ok', value: expect.anything() };
export const nothing = { type: 'ok', value: null };
export const refused = (code: string) => ({ type: 'fail', code });
/** The list in which the unrelated task has the status. */
export const unrelatedIs = (status: string) => ({
  type: 'ok',
  value: expect.arrayContaining([expect.objectContaining({ task: 'U', status })]),
});
export const swept = (requeued: readonly string[], exhausted: readonly string[]) => ({
  type: 'ok',
  value: { requeued, exhausted },
});
export const listed = (status: string) => ({
  type: 'ok',
  value: [expect.objectContaining({ task: 'T', status })],
});
export const logged = (...types: readonly string[]) => ({
  type: 'ok',
  value: types.map((type) => expect.objectContaining({ type })),
});
export const taken = (claim: object) => ({ type: 'ok', value: expect.objectContaining(claim) });
/** The first run of T is lost with its worker, and T is due again. */
export const crash = ['enqueue', 'claim', expiry, 'sweep', backoff] as const;
export const rows = (completion: Completion) =>
  completion.type === 'ok' ? (completion.value as readonly TaskRow[]) : [];

/** How a planted bug is told from core: a story, what core answers last, and what core with the bug does. */
export interface ToldApart {
  readonly steps: readonly Step[];
  readonly core: object;
  readonly mutant: object;
}
