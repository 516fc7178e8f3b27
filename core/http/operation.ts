/**
 * One endpoint as data: what it takes, what it answers, what it may refuse, and what it asks of the store. The
 * routes and the OpenAPI document are both made of these.
 */
import type { z } from 'zod';
import type { ErrorCode } from '../errors.js';
import type { Store } from '../store/store.js';
import type { TraceParent } from '../task/traceparent.js';
import type { Clock, DurationMs } from '../time.js';

/** What an endpoint has at hand. */
export interface Parts {
  /** Asks the store, and again while it is busy. `use` makes at most one change, and makes it last. */
  ask<T>(use: (store: Store) => Promise<T>): Promise<T>;
  readonly clock: Clock;
  /** How long a claim lives when the request does not say. */
  readonly leaseFor: DurationMs;
  /** No claim is granted while this many tasks are in progress. */
  readonly maxInProgress: number;
  /** Whether the day has tokens left for another run; null: there is no budget a day. */
  readonly dayLeft: (() => Promise<boolean>) | null;
  /** Retries of a task that does not say. */
  readonly maxRetries: number;
}

/** A request as an endpoint sees it: read and checked. */
export interface Call<Body, Query> {
  /** The task in the path; empty where the path names none. */
  readonly id: string;
  readonly body: Body;
  readonly query: Query;
  /** The trace of the `traceparent` header; null when there is none, or none that can be read. */
  readonly traceparent: TraceParent | null;
}

export interface Operation<Body = unknown, Query = unknown> {
  /** The `operationId` of the document. */
  readonly name: string;
  readonly method: 'get' | 'post';
  /** With `{id}` for a task. */
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<Body> | null;
  readonly query: z.ZodType<Query> | null;
  readonly status: 200 | 201;
  readonly answer: z.ZodType;
  /** Besides those that every endpoint may give. */
  readonly refusals: readonly ErrorCode[];
  run(call: Call<Body, Query>, parts: Parts): Promise<object>;
}

type Given<Body, Query> = Pick<Operation<Body, Query>, 'name' | 'path' | 'summary' | 'answer' | 'run'> &
  Partial<Pick<Operation, 'refusals' | 'status'>>;

/** An endpoint that changes something. */
export function posting<Body>(given: Given<Body, unknown> & { readonly body: z.ZodType<Body> }): Operation {
  return { method: 'post', query: null, status: 200, refusals: [], ...given };
}

/** An endpoint that only looks. */
export function looking<Query>(
  given: Given<unknown, Query> & { readonly query: z.ZodType<Query> | null },
): Operation {
  return { method: 'get', body: null, status: 200, refusals: [], ...given };
}
