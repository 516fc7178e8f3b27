/** What the tests of this room hold every answer to: the document, by its statuses, codes and forms. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { openApiDocument } from '../openapi.js';

type Responses = Readonly<Record<string, { readonly description: string }>>;
type Methods = Readonly<Record<string, { readonly responses: Responses }>>;

const { paths } = openApiDocument() as { readonly paths: Readonly<Record<string, Methods>> };

/** Passes on an answer to what was asked (`GET /path`). @throws Error when the document does not list such an answer */
export async function promised(asked: string, response: Response): Promise<Response> {
  const listed = responsesTo(asked);
  if (listed === null) return response;
  const { status } = response;
  const code = status < 400 ? null : ((await response.clone().json()) as { readonly code: string }).code;
  const codes = listed[status]?.description.split(', ') ?? [];
  if (code === null ? status in listed : codes.includes(code)) return response;
  throw new Error(`expected ${asked} to answer as the document says, found ${status} ${code ?? ''}`);
}

/** The answer in the form that the document promises, and nothing beside it. */
export async function readAs<Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
): Promise<z.output<Schema>> {
  const answered: unknown = await response.json();
  const read = schema.parse(answered);
  if (isDeepStrictEqual(read, answered)) return read;
  throw new Error(`expected no field beyond the form of the document, found ${JSON.stringify(answered)}`);
}

/** Null for what stands in no document: the page, the document itself, and what there is not. */
function responsesTo(asked: string): Responses | null {
  const [method = '', path = ''] = asked.toLowerCase().split(/[ ?]/);
  const found = Object.entries(paths).find(
    ([template, methods]) =>
      method in methods && new RegExp(`^${template.replace('{id}', '[^/]+')}$`).test(path),
  );
  return found?.[1][method]?.responses ?? null;
}
