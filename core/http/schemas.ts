/**
 * The named schemas of the interface, in one registry: requests are read by them and the OpenAPI document is made
 * of them, so the two cannot disagree. A name is what a reader of the document sees.
 */
import { z } from 'zod';
import { TASK_ID, WORKER_ID } from '../task/ids.js';
import { PRIORITIES, STATUSES } from '../task/task.js';

const registry = z.registry<{ readonly id: string }>();

/** Registers `schema` under a name of the document. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  registry.add(schema, { id });
  return schema;
}

/** The name a schema was registered under. @throws Error when it has none: a bug */
export function nameOf(schema: z.ZodType): string {
  const found = registry.get(schema)?.id;
  if (found === undefined) throw new Error('expected a named schema, found one without a name');
  return found;
}

/** Every named schema as JSON Schema 2020-12; references point into the document's components. */
export function componentSchemas(): Readonly<Record<string, unknown>> {
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  );
}

export const taskIdText = z
  .string()
  .regex(TASK_ID, 'expected 1 to 64 letters, digits, ".", "_", ":" or "-", not starting with a sign')
  .describe('the name of a task');
export const holderText = z
  .string()
  .regex(
    WORKER_ID,
    'expected 1 to 128 letters, digits, ".", "_", ":", "@", "/" or "-", not starting with a sign',
  )
  .describe('who holds a claim, or acts');
export const filledText = z.string().regex(/\S/, 'expected a text that says something');
export const priority = z.enum(PRIORITIES).describe('P0 is worked first');
export const status = z.enum(STATUSES);
export const instant = z.int().min(0).describe('milliseconds since the epoch, UTC');
export const count = z.int().min(0);
export const fence = z.int().min(1).describe('the run number a claim answered; only the highest may write');
export const spanMs = z
  .int()
  .min(1)
  .max(24 * 86_400_000)
  .describe('milliseconds');
