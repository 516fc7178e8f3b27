/**
 * The system-under-test protocol, version 1, as schemas: what a request, a reply and each answer look like on a line.
 * Both ends read it from here, so that neither can drift alone. It must never repair a line: what is off is an error.
 */
import { z } from 'zod';
import type { Answers, Arguments, Call, Completion, Operation } from '../gates/record/history.js';
import { TOLD_CAPABILITIES, type Trouble } from './sut.js';

export const PROTOCOL_VERSION = 1;
/** Required by the protocol: the longest line either side may write, without its line feed. */
export const LINE_LIMIT_BYTES = 1024 * 1024;

/** A line that is not the protocol. The run it happened in proves nothing and is invalid. */
export class ProtocolError extends Error {
  readonly code = 'PROTOCOL';
}

/** Whether `error` is a protocol error, also one that crossed a module copy. */
export function isProtocolError(error: unknown): error is ProtocolError {
  return error instanceof Error && 'code' in error && error.code === 'PROTOCOL';
}

const name = z.string().min(1);
const count = z.int().min(0);
const instant = z.int();
const status = z.enum(['PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'BLOCKED']);
const held = { worker: name, task: name, fence: z.int() };
const operated = z.strictObject({ task: name, notes: z.string().exactOptional() });
const nothing = z.strictObject({});

const submission = z.strictObject({
  id: name,
  priority: z.enum(['P0', 'P1', 'P2']),
  task: z.string(),
  idempotencyKey: z.string().exactOptional(),
  maxRetries: count.exactOptional(),
});

/** Arguments by operation, closed: an unknown field is a mistake of the caller. */
const argumentSchemas: { readonly [Op in Operation]: z.ZodType<Arguments[Op]> } = {
  enqueue: z.strictObject({ task: submission }),
  claim: z.strictObject({ worker: name, leaseMs: z.int().min(1) }),
  heartbeat: z.strictObject({ ...held, leaseMs: z.int().min(1) }),
  report: z.strictObject({ ...held, tokens: count, text: z.string().nullable() }),
  complete: z.strictObject({ ...held, notes: z.string() }),
  fail: z.strictObject({ ...held, error: z.string(), class: z.enum(['transient', 'permanent']) }),
  sweep: nothing,
  cancel: operated,
  replan: operated,
  retry: operated,
  list: nothing,
  events: z.strictObject({ after: z.int() }),
};

const row = z.object({
  task: name,
  status,
  priority: z.string(),
  run: count,
  retries: count,
  maxRetries: count,
  owner: z.string().nullable(),
  leaseUntil: instant.nullable(),
  availableAt: instant.nullable(),
  idempotencyKey: z.string().nullable(),
  notes: z.string(),
  duplicateOf: z.string().nullable().exactOptional(),
});

const event = z.object({
  seq: z.int(),
  task: name,
  type: name,
  at: instant,
  run: count.default(0),
  from: status.nullable().default(null),
  to: status.nullable().default(null),
  data: z.record(z.string(), z.unknown()),
});

const claimed = z.object({
  task: name,
  run: z.int().min(1),
  fence: z.int(),
  leaseUntil: instant,
  idempotencyKey: z.string().nullable().exactOptional(),
});

const operatedAnswer = z.object({ status });

/** Answers by operation. Fields beyond these are dropped, so that a system may say more than it must. */
const answerSchemas: { readonly [Op in Operation]: z.ZodType<Answers[Op]> } = {
  enqueue: z.object({ task: name }),
  claim: claimed.nullable(),
  heartbeat: z.object({ leaseUntil: instant }),
  report: z.object({ action: z.enum(['ALLOW', 'SUMMARIZE', 'BLOCK']) }),
  complete: z.null(),
  fail: z.null(),
  sweep: z.object({ requeued: z.array(name), exhausted: z.array(name) }),
  cancel: operatedAnswer,
  replan: operatedAnswer,
  retry: operatedAnswer,
  list: z.array(row),
  events: z.array(event),
};

const hello = z.object({
  name,
  version: name,
  capabilities: z.array(z.enum(TOLD_CAPABILITIES)),
  sqliteFile: z
    .string()
    .regex(/^(?!.*(^|\/)\.\.(\/|$))[^/\\]/, "a path inside the store's home is expected")
    .exactOptional(),
});
/** How a system introduces itself. `sqliteFile` is relative to the store's home. */
export type Hello = z.infer<typeof hello>;

/** What is not an operation of a scenario, but part of every conversation. */
export type Courtesy = 'hello' | 'setup' | 'close';

const statement = z.int().min(1);
const trouble = z.strictObject({
  storeFull: z.literal(true).exactOptional(),
  ioErrorAt: statement.exactOptional(),
  commitMs: z.int().min(1).exactOptional(),
  diesAt: statement.exactOptional(),
});

const requestSchema = z.strictObject({
  id: z.int().min(0),
  op: name,
  now: instant,
  skew: z.int().exactOptional(),
  args: z.record(z.string(), z.unknown()),
  trouble: trouble.exactOptional(),
});

/** A request as a system sees it: a courtesy, or a call with its arguments checked. */
export type Request = { readonly id: number; readonly now: number; readonly skew?: number } & (
  | { readonly op: Courtesy }
  | { readonly op: 'call'; readonly call: Call; readonly trouble?: Trouble }
);

const errorCode = z.enum([
  'DUPLICATE_ID',
  'INVALID',
  'BUSY',
  'LEASE_LOST',
  'ILLEGAL_TRANSITION',
  'NOT_FOUND',
  'UNSUPPORTED',
  'STORE_FULL',
  'STORE_UNAVAILABLE',
  'CORRUPT',
  'INTERNAL',
]);

/** Codes that leave open whether something was changed, unless the system says `retryable`. */
const doubtful: ReadonlySet<string> = new Set([
  'BUSY',
  'STORE_FULL',
  'STORE_UNAVAILABLE',
  'CORRUPT',
  'INTERNAL',
]);

/** Codes by which a system says that it broke; the message that comes with them is kept. */
const BROKEN: ReadonlySet<string> = new Set(['CORRUPT', 'INTERNAL']);

const replySchema = z.discriminatedUnion('ok', [
  z.object({ id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.object({
    id: z.int(),
    ok: z.literal(false),
    error: z.object({ code: errorCode, message: z.string(), retryable: z.boolean() }),
  }),
]);
/** One line of a system's stdout. */
export type Reply = z.infer<typeof replySchema>;

/**
 * The line of a request, without its line feed. `skew`: what the system's clock is to be off by for this operation, ms;
 * absent: nothing.
 */
export function requestLine(request: {
  readonly id: number;
  readonly op: Operation | Courtesy;
  readonly now: number;
  readonly skew?: number;
  readonly args: object;
  readonly trouble?: Trouble;
}): string {
  return JSON.stringify(request);
}

/** Reads a request line. @throws ProtocolError when the envelope or the arguments are off. */
export function readRequest(line: string): Request {
  const { args, op, ...told } = checked(requestSchema, parsed(line), 'a request');
  if (op === 'setup' || op === 'close' || op === 'hello') return { ...told, op };
  if (!Object.hasOwn(argumentSchemas, op))
    throw new ProtocolError(`expected a known operation, found "${op}"`);
  const operation = op as Operation;
  const call = { op: operation, args: checked(argumentSchemas[operation], args, `the arguments of ${op}`) };
  return { ...told, op: 'call', call: call as Call };
}

/** Reads a reply line. @throws ProtocolError naming the line and what was expected. */
export function readReply(line: string): Reply {
  return checked(replySchema, parsed(line), 'a reply');
}

/** Reads the value of a `hello`. @throws ProtocolError */
export function readHello(value: unknown): Hello {
  return checked(hello, value, 'the answer to hello');
}

/**
 * What a reply means for a history. A refusal with a known code did not happen; one that may have is `info`.
 * @throws ProtocolError when an accepted operation's value is not what the protocol says.
 */
export function completionOf(op: Operation, reply: Reply): Completion {
  const schema: z.ZodType<unknown> = answerSchemas[op];
  if (reply.ok) return { type: 'ok', value: checked(schema, reply.value, `the answer to ${op}`) };
  const { code, message, retryable } = reply.error;
  const told = { code, ...(BROKEN.has(code) && { says: message }) };
  return { type: doubtful.has(code) && !retryable ? 'info' : 'fail', ...told };
}

/** The reply that carries a completion: `completionOf` reads the same completion out of it. */
export function replyOf(id: number, completion: Completion): Reply {
  if (completion.type === 'ok') return { id, ok: true, value: completion.value };
  const code = completion.code === 'TIMEOUT' || completion.code === 'CRASH' ? 'INTERNAL' : completion.code;
  const retryable = completion.type === 'fail' && doubtful.has(code);
  const message = completion.says ?? `refused with ${code}`;
  return { id, ok: false, error: { code, message, retryable } };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProtocolError(`expected a line of JSON, found ${excerpt(line)}`, { cause: error });
  }
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`);
  throw new ProtocolError(
    `${what} is off (${problems.join('; ')}), found ${excerpt(JSON.stringify(value))}`,
    {
      cause: result.error,
    },
  );
}

function excerpt(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}
