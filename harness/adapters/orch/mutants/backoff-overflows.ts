/** Breaks INV-07: the wait before a retry overflows its unit, so the retry comes in years and the task stays behind. */
import { seconds } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

const YEARS = seconds(10 * 365 * 24 * 60 * 60);

export const backoffOverflows: Mutant = {
  name: 'backoff-overflows',
  breaks: 'INV-07',
  says: 'A retry is due ten years after the failure.',
  options: (options) => ({ ...options, backoff: [YEARS] }),
};
