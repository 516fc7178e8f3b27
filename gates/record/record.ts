/**
 * The evidence record: one file about one run of one suite, scenario or soak, bound to a candidate.
 * Producers record and claim; the judge recomputes and compares. Paths are relative, POSIX, inside the record's folder.
 */
import { z } from 'zod';
import { sha256Schema } from './digest.js';

const gitId = z.string().regex(/^[0-9a-f]{40}$/);

/** What is under judgement. `tree` is the digest of the files as they lie there, so uncommitted work is bound too. */
export const candidateSchema = z.strictObject({
  /** Null outside git. */
  gitCommit: gitId.nullable(),
  /** SHA-256 over every file git would know of, path and content; bound even when nothing is committed. */
  treeSha256: sha256Schema,
  version: z.string().min(1),
  /** True when the tree differs from the commit, or there is no commit. */
  dirty: z.boolean(),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const KINDS = [
  'test-suite',
  'e2e-scenario',
  'failure-scenario',
  'exploration',
  'proof',
  'soak-segment',
  'soak-sim',
] as const;
export type EvidenceKind = (typeof KINDS)[number];

export const ROLES = [
  'results',
  'inventory',
  'events',
  'heartbeats',
  'db-snapshot',
  'log',
  'timeline',
  'plan',
  'control',
] as const;
export type ArtefactRole = (typeof ROLES)[number];

export const TIME_MODES = ['wallclock', 'compressed', 'simulated'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

export const recordSchema = z.strictObject({
  schema: z.literal('rc-gate/evidence/v1'),
  kind: z.enum(KINDS),
  /** `unit`, `E2E-01`, `S1-lease-contention`, `soak-24h`, … */
  name: z.string().min(1),
  candidate: candidateSchema,
  attempt: z.strictObject({ number: z.int().min(1), ledgerSeq: z.int().min(1) }),
  run: z.strictObject({
    /** Wall clock, ms since the epoch. */
    startedAt: z.int(),
    endedAt: z.int(),
    monotonicMs: z.number().min(0),
    exitCode: z.int(),
    /** What to type to make this evidence again. */
    command: z.string().min(1),
  }),
  time: z.strictObject({ mode: z.enum(TIME_MODES), basis: z.literal('self') }),
  origin: z.enum(['real', 'fixture']),
  environment: z.strictObject({
    os: z.string(),
    runtime: z.string(),
    cores: z.int().min(1),
    memoryBytes: z.int().min(1),
    /** SHA-256 over the packages it ran with; null where nobody looked. It may differ from machine to machine. */
    packagesSha256: sha256Schema.nullable(),
  }),
  artefacts: z
    .array(
      z.strictObject({
        path: z
          .string()
          .regex(/^(?!.*(^|\/)\.\.?(\/|$))[^/\\][^\\]*$/, 'a relative path without .. is expected'),
        role: z.enum(ROLES),
        bytes: z.int().min(1),
        sha256: sha256Schema,
      }),
    )
    .min(1),
  /** Compared with what the judge recomputes, never believed. */
  claimed: z.strictObject({ result: z.enum(['PASSED', 'FAILED']), counts: z.record(z.string(), z.number()) }),
});
export type EvidenceRecord = z.infer<typeof recordSchema>;
export type Artefact = EvidenceRecord['artefacts'][number];
