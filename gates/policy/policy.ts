/**
 * The release policy: its closed schema and its loader. An unknown key, an unknown check or a contradiction is a
 * policy error with its place; nothing is guessed, because a mistyped threshold must never pass for a loose one.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { decodeValue } from '../record/decode.js';
import { sha256 } from '../record/digest.js';
import { KINDS } from '../record/record.js';
import { checkSchema, scenariosOf } from './checks.js';
import { duration } from './duration.js';
import { PolicyError } from './policy-error.js';
import { type StateMachine, stateMachineSchema } from './state-machine.js';

const criterionSchema = z.strictObject({
  id: z.string().regex(/^RC-[PFA]\d+$/),
  title: z.strictObject({ en: z.string().min(1), ko: z.string().min(1) }),
  owner: z.string().min(1),
  /** Advisory criteria are shown and never change the verdict. */
  advisory: z.boolean().default(false),
  checks: z.array(checkSchema).min(1),
});
export type Criterion = z.infer<typeof criterionSchema>;

const profileSchema = z.strictObject({
  verdictName: z.enum(['QUICK_OK', 'NIGHTLY_OK', 'PASS']),
  /** Ids, or `*` for all. */
  criteria: z.array(z.string()).min(1),
  /** Factor on every exposure and sample minimum. */
  exposureScale: z.number().gt(0).max(1),
  dirtyTree: z.enum(['mark', 'refuse']),
  /** Runs that prove a failure scenario, each with a seed of its own. */
  scenarioRuns: z.int().min(1),
  /** Real soak runs that `every` stands for. */
  soaks: z.array(z.string()).min(1),
  /** Attempts of one item that may fail or be abandoned before the candidate itself is in doubt. */
  maxFailedAttempts: z.int().min(0),
});
export type Profile = z.infer<typeof profileSchema>;

const abortSchema = z.strictObject({
  id: z.string().regex(/^AB\d+$/),
  says: z.string().min(1),
  critical: z.boolean(),
  condition: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('success-below'),
      share: z.number(),
      window: duration,
      minSamples: z.int().min(1),
    }),
    z.strictObject({ kind: z.literal('duplicates'), atLeast: z.int().min(1) }),
    z.strictObject({ kind: z.literal('stalled'), atLeast: duration }),
    z.strictObject({ kind: z.literal('guardrail-bypass'), atLeast: z.int().min(1) }),
    z.strictObject({ kind: z.literal('metrics-gap'), atLeast: duration }),
  ]),
});

const producerSchema = z.strictObject({
  kind: z.enum(KINDS),
  /** A name, or `*` for every other name of this kind. */
  name: z.string().min(1),
  /** `{name}`, `{id}`, `{mode}`, `{folder}` and the profile's `{runs}` are filled in. */
  command: z.string().min(1),
  /** Length of the command; of one of its runs when it has several. */
  takes: duration,
  owner: z.string().min(1),
});
export type Producer = z.infer<typeof producerSchema>;

const policySchema = z.strictObject({
  apiVersion: z.literal('rc-gate/v1'),
  kind: z.literal('RcPolicy'),
  metadata: z.strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    source: z.string().min(1),
    expires: z.iso.datetime(),
  }),
  /** Age at judgement beyond which evidence no longer counts. */
  freshness: z.record(z.enum(KINDS), duration),
  profiles: z.record(z.string(), profileSchema),
  producers: z.array(producerSchema).min(1),
  criteria: z.array(criterionSchema).min(1),
  abortConditions: z.array(abortSchema).min(1),
  /** An abort episode ends when its condition has been clear for this long. */
  episodeEndsAfter: duration,
  /** Longest interval between two heartbeats that still counts as watched time. */
  maxHeartbeatInterval: duration,
  /** Slack on a lease's recovery, on top of one watchdog interval. */
  recoverySlack: duration,
});

const skipsSchema = z.strictObject({
  skips: z.array(
    z.strictObject({
      file: z.string(),
      name: z.string(),
      reason: z.string().min(1),
      expires: z.iso.datetime(),
    }),
  ),
});
export type AllowedSkip = z.infer<typeof skipsSchema>['skips'][number];

/** The policy with everything it refers to, and the digest of all of it. */
export type Policy = z.infer<typeof policySchema> & {
  readonly machine: StateMachine;
  readonly skips: readonly AllowedSkip[];
  readonly sha256: string;
};

/** Reads a policy with the state machine and the skip list beside it. @throws PolicyError naming file and place */
export async function loadPolicy(file: string): Promise<Policy> {
  const machineFile = join(dirname(file), 'state-machine.yaml');
  const skipsFile = join(dirname(file), 'skips.yaml');
  const texts = await Promise.all([readText(file), readText(machineFile), readText(skipsFile)]);
  const policy = parseYaml(texts[0], { file, schema: policySchema });
  const machine = parseYaml(texts[1], { file: machineFile, schema: stateMachineSchema });
  const { skips } = parseYaml(texts[2], { file: skipsFile, schema: skipsSchema });
  refuseContradictions(policy, file);
  return { ...policy, machine, skips, sha256: sha256(texts.join('\0')) };
}

/** @throws PolicyError when the policy may no longer be judged by at that instant, ms since the epoch */
export function refuseExpired({ metadata }: Policy, at: number): void {
  if (Date.parse(metadata.expires) > at) return;
  throw new PolicyError(
    `the policy ${metadata.id} ${metadata.version} expired at ${metadata.expires}; review it and set metadata.expires`,
  );
}

/** The profile of that name. @throws PolicyError naming the known ones */
export function profileOf(policy: Policy, name: string): Profile {
  const profile = Object.hasOwn(policy.profiles, name) ? policy.profiles[name] : undefined;
  if (profile !== undefined) return profile;
  throw new PolicyError(
    `expected a profile of the policy (${Object.keys(policy.profiles).join(', ')}), found ${JSON.stringify(name)}`,
  );
}

/** The criteria a profile asks for, in the policy's order. */
export function selectedCriteria(policy: Policy, profile: Profile): readonly Criterion[] {
  const all = profile.criteria.includes('*');
  return policy.criteria.filter((criterion) => all || profile.criteria.includes(criterion.id));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new PolicyError(`expected a policy file at ${file}, found none`);
  }
}

function parseYaml<T>(text: string, { file, schema }: { file: string; schema: z.ZodType<T> }): T {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new PolicyError(`${file}: ${error.message}`);
    throw error;
  }
  const decoded = decodeValue(value, schema);
  if (decoded.ok) return decoded.value;
  throw new PolicyError(`${file}: ${decoded.problem}`);
}

function refuseContradictions(policy: z.infer<typeof policySchema>, file: string): void {
  const ids = policy.criteria.map((criterion) => criterion.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new PolicyError(`${file}: criterion ${twice} is declared twice`);
  const softened = policy.criteria.find(({ id, advisory }) => advisory && !id.startsWith('RC-A'));
  if (softened !== undefined) {
    throw new PolicyError(`${file}: criterion ${softened.id} is advisory; only RC-A criteria may be`);
  }
  refuseTwoControls(policy, file);
  for (const [name, profile] of Object.entries(policy.profiles))
    refuseProfile(policy, { name, profile, file });
}

/** A scenario has one control, whoever asks: an advisory criterion must not soften what a blocking one expects. */
function refuseTwoControls({ criteria }: z.infer<typeof policySchema>, file: string): void {
  const known = new Map<string, string>();
  for (const { name, id, control } of criteria.flatMap(({ checks }) => checks.flatMap(scenariosOf))) {
    const told = JSON.stringify([id, control.name, [...control.invariants].sort()]);
    if ((known.get(name) ?? told) !== told)
      throw new PolicyError(`${file}: scenario ${name} is asked for with two different controls`);
    known.set(name, told);
  }
}

interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
  readonly file: string;
}

/** A profile may ask only for what there is, and must look at whether its evidence can be trusted. */
function refuseProfile(policy: z.infer<typeof policySchema>, { name, profile, file }: NamedProfile): void {
  const unknown = profile.criteria.find((id) => id !== '*' && !policy.criteria.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new PolicyError(`${file}: profile ${name} asks for unknown criterion ${unknown}`);
  }
  const guarded = policy.criteria.some(
    ({ id, advisory, checks }) =>
      (profile.criteria.includes('*') || profile.criteria.includes(id)) &&
      !advisory &&
      checks.some(({ kind }) => kind === 'evidence.valid'),
  );
  if (profile.verdictName === 'PASS') refuseHalfPass({ name, profile, file });
  if (!guarded)
    throw new PolicyError(`${file}: profile ${name} never checks evidence.valid, so anything could pass`);
}

/** PASS stands for the whole proof: a profile that asks for less may not end in it. */
function refuseHalfPass({ name, profile, file }: NamedProfile): void {
  const { criteria, exposureScale, dirtyTree } = profile;
  const whole = criteria.length === 1 && criteria[0] === '*';
  if (whole && exposureScale === 1 && dirtyTree === 'refuse') return;
  throw new PolicyError(
    `${file}: profile ${name} may not end in PASS: expected criteria ["*"], exposureScale 1 and dirtyTree refuse, ` +
      `found ${JSON.stringify({ criteria, exposureScale, dirtyTree })}`,
  );
}
