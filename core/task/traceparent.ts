/**
 * The trace a task belongs to, as W3C Trace Context writes it in a `traceparent` header. It is only carried: from
 * whoever adds the task, over its events, to the command that works on it. Pure.
 */
import { Invalid } from '../errors.js';

declare const brand: unique symbol;
/** Version, trace id, parent id and flags: `00-<32 hex>-<16 hex>-<2 hex>`. */
export type TraceParent = string & { readonly [brand]: 'TraceParent' };

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-[\x21-\x7e]{1,200})?$/;
const ZEROS = /^0+$/;

/** Whether `text` is a trace parent. Version 00 ends after its flags; later ones may go on, and ff is none. */
export function isTraceParent(text: string): text is TraceParent {
  const [, version = 'ff', trace = '', parent = '', more] = FORM.exec(text) ?? [];
  if (version === 'ff' || (version === '00' && more !== undefined)) return false;
  return !ZEROS.test(trace) && !ZEROS.test(parent);
}

/** A trace parent. @throws Invalid */
export function traceParent(text: string): TraceParent {
  if (typeof text === 'string' && isTraceParent(text)) return text;
  throw new Invalid(
    `expected a traceparent such as 00-<32 hex digits>-<16 hex digits>-01, got ${JSON.stringify(text)}`,
  );
}
