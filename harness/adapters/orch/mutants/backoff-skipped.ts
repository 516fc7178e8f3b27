/** Breaks INV-07: a retry is due at once, whatever backoff was asked for. */
import { milliseconds } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const backoffSkipped: Mutant = {
  name: 'backoff-skipped',
  breaks: 'INV-07',
  says: 'A failed task is due again at once: the backoff is not waited for.',
  options: (options) => ({ ...options, backoff: [milliseconds(1)] }),
};
