/** Breaks INV-08: the hard limit is never reached, so a report above it is noted and the work goes on. */
import { DEFAULT_BUDGET } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const guardrailOnlyLogs: Mutant = {
  name: 'guardrail-only-logs',
  breaks: 'INV-08',
  says: 'A report above the hard token limit is logged and blocks nothing.',
  options: (options) => ({
    ...options,
    budget: { ...(options.budget ?? DEFAULT_BUDGET), hardTokens: Number.MAX_SAFE_INTEGER },
  }),
};
