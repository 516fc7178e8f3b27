import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.js';
import { OPERATIONS } from './operations.js';

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
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 } },
    ]);
  });

  it('names the codes of each refusal', () => {
    const { responses } = document.paths['/v1/tasks/{id}/complete'].post;
    expect(responses[409].description).toBe('LEASE_LOST, ILLEGAL_TRANSITION');
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '404', '409', '413', '415', '503', '507']);
  });
});
