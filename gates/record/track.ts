/** What outlives a candidate: one line for each night, and the figures of the last candidate that passed. */
import { z } from 'zod';

/** One line of `reports/trend/nightly.ndjson`. */
export const nightSchema = z.object({
  /** Instant of judgement, ms since the epoch. */
  at: z.number(),
  gitCommit: z.string(),
  verdict: z.string(),
});
export type Night = z.infer<typeof nightSchema>;

/** `reports/baseline/soak.json`: block figures of the last candidate that passed, by soak run. */
export const baselineSchema = z.object({
  schema: z.literal('rc-gate/baseline/v1'),
  version: z.string(),
  runs: z.record(z.string(), z.object({ latencyMs: z.array(z.number()), donePerBlock: z.array(z.number()) })),
});
export type Baseline = z.infer<typeof baselineSchema>;
