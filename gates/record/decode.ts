/**
 * From text to values: JSON, checked against a closed schema, with the place of the first problem.
 * A problem is data, never an exception: evidence that cannot be read is a finding of the judge, not a crash of it.
 */
import type { z } from 'zod';
import { type Candidate, candidateSchema, type EvidenceRecord, recordSchema } from './record.js';

/** A value, or why there is none: where in the text, what was expected, what was found. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** Parses and checks one JSON text. */
export function decodeJson<T>(text: string, schema: z.ZodType<T>): Decoded<T> {
  const parsed = parseJson(text);
  return parsed.ok ? decodeValue(parsed.value, schema) : parsed;
}

/** Parses one JSON text. */
export function parseJson(text: string): Decoded<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, problem: `expected JSON, found text that does not parse: ${error.message}` };
  }
}

/** Checks a parsed value. */
export function decodeValue<T>(value: unknown, schema: z.ZodType<T>): Decoded<T> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const first = result.error.issues[0];
  const at = first === undefined || first.path.length === 0 ? '/' : `/${first.path.map(String).join('/')}`;
  return { ok: false, problem: `at ${at}: ${first?.message ?? 'not as the schema says'}` };
}

/** Parses and checks newline-separated JSON; the last line must end, so that a torn write is seen. */
export function decodeLines<T>(text: string, schema: z.ZodType<T>): Decoded<readonly T[]> {
  if (text !== '' && !text.endsWith('\n')) {
    return { ok: false, problem: 'the last line has no end: the write was cut' };
  }
  const values: T[] = [];
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const decoded = decodeJson(line, schema);
    if (!decoded.ok) return { ok: false, problem: `line ${index + 1}, ${decoded.problem}` };
    values.push(decoded.value);
  }
  return { ok: true, value: values };
}

/** Decodes `record.json`. */
export function decodeRecord(text: string): Decoded<EvidenceRecord> {
  return decodeJson(text, recordSchema);
}

/** Decodes `candidate.json`. */
export function decodeCandidate(text: string): Decoded<Candidate> {
  return decodeJson(text, candidateSchema);
}
