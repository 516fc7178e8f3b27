/** The OpenAPI 3.1 document, made of the endpoints and their schemas. */
import { z } from 'zod';
import type { ErrorCode } from '../errors.js';
import { problem } from './answers.js';
import { streamQuery } from './bodies.js';
import type { Operation } from './operation.js';
import { OPERATIONS } from './operations.js';
import { type HttpCode, statusOf } from './refusal.js';
import { componentSchemas, nameOf } from './schemas.js';

type Codes = readonly (ErrorCode | HttpCode)[];

/** Of a request that cannot be read, whatever it asks for. */
const UNREAD: Codes = ['INVALID', 'NOT_ARRIVED', 'TOO_LARGE'];
const ABOUT_THE_QUEUE: Codes = [
  ...UNREAD,
  'UNAUTHORIZED',
  'FOREIGN_HOST',
  'INTERNAL',
  'CORRUPT',
  'BUSY',
  'STORE_UNAVAILABLE',
];
const WITH_A_BODY: Codes = ['NOT_JSON', 'STORE_FULL'];

/** The whole document, as plain data. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'orch serve',
      version: '1',
      description:
        'The queue over HTTP. Execution is at least once, settlement at most once; the fence proves a claim.',
    },
    security: [{ token: [] }],
    paths: { ...paths, ...plainPaths() },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
    },
  };
}

function described(operation: Operation): object {
  const { name, summary, path, query, body, status, answer, refusals } = operation;
  const codes = [...ABOUT_THE_QUEUE, ...(body === null ? [] : WITH_A_BODY), ...refusals];
  const inPath = path.includes('{id}') ? [ID_PARAMETER] : [];
  const parameters = [...inPath, ...(query === null ? [] : queryParameters(query))];
  return {
    operationId: name,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: { required: true, content: jsonOf(body) } }),
    responses: { [status]: { description: 'done', content: jsonOf(answer) }, ...refused(codes) },
  };
}

const ID_PARAMETER = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

function queryParameters(query: z.ZodType): readonly object[] {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

/** One response a status, naming the codes that lead to it. */
function refused(codes: Codes): Record<string, object> {
  const responses: Record<string, object> = {};
  for (const status of new Set(codes.map(statusOf))) {
    const found = new Set(codes.filter((code) => statusOf(code) === status));
    responses[status] = { description: [...found].join(', '), content: jsonOf(problem) };
  }
  return responses;
}

function jsonOf(schema: z.ZodType): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${nameOf(schema)}` } } };
}

/** What does not answer with JSON about the queue. */
function plainPaths(): Record<string, object> {
  const open = { security: [] };
  const answers = (description: string, codes: Codes) => ({
    responses: { 200: { description }, ...refused(codes) },
  });
  return {
    '/v1/events/stream': {
      get: {
        operationId: 'followEvents',
        summary: 'The log as it grows: server-sent events, resumed after Last-Event-ID',
        parameters: queryParameters(streamQuery),
        ...answers(
          'text/event-stream; each message is one event as JSON, its id the position in the log',
          ABOUT_THE_QUEUE,
        ),
      },
    },
    '/metrics': { get: { operationId: 'metrics', ...answers('Prometheus text', ABOUT_THE_QUEUE) } },
    '/healthz': { get: { operationId: 'healthz', ...open, ...answers('the process answers', UNREAD) } },
    '/readyz': {
      get: {
        operationId: 'readyz',
        ...open,
        ...answers('the store can be opened and read', [...UNREAD, 'NOT_READY']),
      },
    },
  };
}
