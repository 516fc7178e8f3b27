import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './openapi.js';
import { OPERATIONS } from './operations.js';
import { promised, readAs } from './testing/promised.js';

const text = JSON.stringify(openApiDocument());
const document = JSON.parse(text);

describe('the OpenAPI document', () => {
  it('has each endpoint once, under a name of its own', () => {
    expect(document.openapi).toBe('3.1.0');
    const names = Object.values(
      document.paths as Record<string, Record<string, { operationId: string }>>,
    ).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(OPERATIONS.map(({ name }) => name)));
  });

  it('points only to schemas it has', () => {
    const pointed = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    const held = Object.keys(document.components.schemas);
    expect(pointed.length).toBeGreaterThan(40);
    expect(held).toEqual(expect.arrayContaining([...new Set(pointed)]));
  });

  it('says the forms by which requests are read', () => {
    const { AddTask } = document.components.schemas;
    expect(AddTask).toMatchObject({
      type: 'object',
      required: ['id', 'priority', 'task', 'successCriteria'],
      additionalProperties: false,
      properties: {
        maxRetries: { type: 'integer', minimum: 0, maximum: 20 },
        priority: { enum: ['P0', 'P1', 'P2'] },
      },
    });
    expect(document.paths['/v1/tasks'].get.parameters).toMatchObject([
      { name: 'status', in: 'query', schema: { enum: expect.arrayContaining(['BLOCKED']) } },
      { name: 'priority', in: 'query', schema: { enum: ['P0', 'P1', 'P2'] } },
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 } },
    ]);
  });

  it('names the codes of each refusal', () => {
    const { responses } = document.paths['/v1/tasks/{id}/complete'].post;
    expect(responses[409].description).toBe('LEASE_LOST, ILLEGAL_TRANSITION');
    const statuses = [200, 400, 401, 403, 404, 408, 409, 413, 415, 500, 503, 507];
    expect(Object.keys(responses)).toEqual(statuses.map(String));
  });

  it.each([
    ['GET /v1/events/stream', 401, 'UNAUTHORIZED'],
    ['GET /metrics', 503, 'BUSY'],
    ['GET /readyz', 503, 'NOT_READY'],
    ['GET /v1/tasks/A', 400, 'INVALID'],
  ])('lists of %s the answer %i %s', async (asked, status, code) => {
    const answer = () => Response.json({ code }, { status });
    expect((await promised(asked, answer())).status).toBe(status);
  });

  it.each([
    ['another status', 'GET /readyz', Response.json({ code: 'NOT_READY' }, { status: 500 })],
    ['another code', 'GET /readyz', Response.json({ code: 'BUSY' }, { status: 503 })],
    ['another success', 'POST /v1/tasks', Response.json({}, { status: 200 })],
  ])('is what every answer of the tests is held to: %s is noticed', async (_, asked, answer) => {
    await expect(promised(asked, answer)).rejects.toThrow('as the document says');
  });

  it('is what the form of every answer of the tests is held to: a field beyond it is noticed', async () => {
    const swept = z.object({ requeued: z.array(z.string()) });
    await expect(readAs(swept, Response.json({ requeued: [], more: 1 }))).rejects.toThrow('no field beyond');
  });
});
