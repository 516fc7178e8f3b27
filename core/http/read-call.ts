/** From a raw request to what an endpoint sees: a body read strictly, a query, the trace in the headers. */
import { z } from 'zod';
import { Invalid } from '../errors.js';
import { isTraceParent } from '../task/traceparent.js';
import type { Call, Operation } from './operation.js';
import { HttpRefusal } from './refusal.js';
import { nameOf } from './schemas.js';

/** The parts of a request that are read here. */
export interface Received {
  readonly request: Request;
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
}

const NO_QUERY = z.strictObject({});

/** @throws Invalid, HttpRefusal */
export async function readCall(
  operation: Operation,
  { request, id, query }: Received,
): Promise<Call<unknown, unknown>> {
  const trace = request.headers.get('traceparent') ?? '';
  return {
    id,
    query: checked(operation.query ?? NO_QUERY, query, 'query'),
    body: operation.body === null ? null : await bodyOf(request, operation.body),
    // A header of another form is passed over, as W3C Trace Context asks: someone on the way may have spoilt it.
    traceparent: isTraceParent(trace) ? trace : null,
  };
}

/** Only `application/json`: a form of a foreign web page cannot say that without being asked first. */
async function bodyOf(request: Request, schema: z.ZodType): Promise<unknown> {
  if (!/^application\/json *(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new HttpRefusal({
      code: 'NOT_JSON',
      message: 'expected a body of the type application/json',
      hint: 'send it with: Content-Type: application/json',
    });
  }
  const bytes = await request.arrayBuffer();
  // Whoever says nothing leaves every field out.
  return checked(schema, bytes.byteLength === 0 ? {} : parsed(bytes), nameOf(schema));
}

function parsed(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), wellFormed);
  } catch (cause) {
    if (cause instanceof Invalid) throw cause;
    throw new Invalid(`expected a body in JSON and UTF-8, found another: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Half a character would be stored as another one; so it is refused. */
function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/\p{Surrogate}/u.test(value)) return value;
  throw new Invalid('expected whole characters, found half of a surrogate pair');
}

/** `value` in the form of `schema`; a refusal calls it `what`. @throws Invalid */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { path, message, code } = read.error.issues[0] ?? {
    path: [],
    message: 'another form',
    code: 'custom',
  };
  const where = path.length === 0 ? what : `${path.join('.')} of ${what}`;
  const known = code === 'unrecognized_keys' && path.length === 0 ? knownTo(schema) : '';
  throw new Invalid(`${where}: ${message}${known}`, { hint: 'see the forms in /openapi.json' });
}

/** The names to choose from, for one that is not among them. */
function knownTo(schema: z.ZodType): string {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return `; expected ${names.length === 0 ? 'none' : `only ${names.join(', ')}`}`;
}
