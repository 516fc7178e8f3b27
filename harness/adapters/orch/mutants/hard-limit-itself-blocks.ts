/** Breaks INV-08: the limit is compared with "or more" in place of "more". */
import { DEFAULT_BUDGET } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const hardLimitItselfBlocks: Mutant = {
  name: 'hard-limit-itself-blocks',
  breaks: 'INV-08',
  says: 'A report of exactly the hard limit blocks the task.',
  options(options) {
    const budget = options.budget ?? DEFAULT_BUDGET;
    return { ...options, budget: { ...budget, hardTokens: budget.hardTokens - 1 } };
  },
};
