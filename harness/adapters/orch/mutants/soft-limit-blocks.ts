/** Breaks INV-08: the soft limit, which asks for shorter work, stops it. */
import { DEFAULT_BUDGET } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const softLimitBlocks: Mutant = {
  name: 'soft-limit-blocks',
  breaks: 'INV-08',
  says: 'A report above the soft limit and below the hard one blocks the task.',
  options(options) {
    const budget = options.budget ?? DEFAULT_BUDGET;
    return { ...options, budget: { ...budget, hardTokens: budget.softTokens } };
  },
};
