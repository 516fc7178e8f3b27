/** The closed form of a history's first and last line, for whoever reads one back. */
import { z } from 'zod';
import { sha256Schema } from './digest.js';

const length = z.number().min(0);

export const knobsSchema = z.strictObject({
  leaseMs: length,
  heartbeatMs: length,
  pollMs: length,
  sweepMs: length,
  backoffMs: z.array(length),
  busyWaitMs: length,
  softTokens: length,
  hardTokens: length,
  drainMs: length,
});

/**
 * The header. Unknown keys are refused: a figure nobody reads is a figure nobody checks. The digest of the plan, which
 * older histories lack, is required, as is that of the final state below: without it any plan would do.
 */
export const headerSchema = z.strictObject({
  kind: z.literal('header'),
  history: z.literal(1),
  scenario: z.string(),
  seed: z.number(),
  planDigest: sha256Schema,
  mode: z.enum(['simulated', 'real']),
  backend: z.literal('interleaved').exactOptional(),
  sut: z.strictObject({ name: z.string(), version: z.string(), capabilities: z.array(z.string()) }),
  control: z.string().nullable(),
  startedAt: z.number(),
  eps: length.exactOptional(),
  knobs: knobsSchema,
});

/** The trailer. */
export const trailerSchema = z.strictObject({
  kind: z.literal('trailer'),
  lines: z.int().min(0),
  sha256: sha256Schema,
  stateHash: sha256Schema,
});
