/**
 * The interface without a socket: routes, and what every request passes on its way: the access guard, the size limit,
 * the log, the metrics, and one form for every refusal.
 */
import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Log } from '../telemetry/log.js';
import type { Guard } from './access.js';
import { followEvents } from './follow.js';
import type { Metrics } from './metrics.js';
import { observed } from './observed.js';
import { openApiDocument } from './openapi.js';
import type { Operation, Parts } from './operation.js';
import { OPERATIONS } from './operations.js';
import type { LivePage } from './page.js';
import { readCall } from './read-call.js';
import { HttpRefusal, problemOf, statusOf } from './refusal.js';

export interface AppParts extends Parts {
  readonly guard: Guard;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly page: LivePage;
  /** Largest body, in bytes. */
  readonly bodyLimit: number;
  /** Opens the store anew and reads it. */
  ready(): Promise<void>;
  /** Aborted when the server stops: streams end, and connections are not kept. */
  readonly stop: AbortSignal;
}

/** The whole interface. */
export function httpApp(parts: AppParts): Hono {
  const app = new Hono();
  app.use(observed(parts));
  app.onError((error, context) => refuse(error, context, parts.log));
  app.notFound((context) =>
    refuse(
      new HttpRefusal({
        code: 'NO_SUCH_ENDPOINT',
        message: `expected an endpoint of this server, found ${context.req.method} ${context.req.path}`,
        hint: 'see /openapi.json',
      }),
      context,
      parts.log,
    ),
  );
  openRoutes(app, parts);
  for (const path of ['/v1/*', '/metrics']) app.use(path, guarded(parts), limited(parts));
  app.get('/metrics', async ({ body }) =>
    body(await parts.metrics.scrape(), 200, { 'Content-Type': parts.metrics.contentType }),
  );
  app.get('/v1/events/stream', (context) => followEvents(context, parts));
  for (const operation of OPERATIONS) addOperation(app, operation, parts);
  return app;
}

/** What needs no token: it says nothing about tasks. */
function openRoutes(app: Hono, parts: AppParts): void {
  const document = openApiDocument();
  app.get('/', ({ html }) => html(parts.page.html, 200, { 'Content-Security-Policy': parts.page.policy }));
  app.get('/openapi.json', ({ json }) => json(document));
  app.get('/healthz', ({ json }) => json({ ok: true }));
  app.get('/readyz', async ({ json }) => {
    try {
      await parts.ready();
    } catch (error) {
      parts.log.warn({ err: error }, 'the store is not ready');
      throw new HttpRefusal({
        code: 'NOT_READY',
        message: 'expected a store that can be opened and read, found none',
        hint: "the server's log says why",
      });
    }
    return json({ ok: true });
  });
}

function addOperation(app: Hono, operation: Operation, parts: AppParts): void {
  app.on(operation.method, operation.path.replace('{id}', ':id'), async ({ req, json }) => {
    const received = { request: req.raw, id: req.param('id') ?? '', query: req.query() };
    const call = await readCall(operation, received);
    return json(await operation.run(call, parts), operation.status);
  });
}

function guarded({ guard }: AppParts) {
  return async ({ req }: Context, next: Next) => {
    guard(req.raw.headers);
    await next();
  };
}

function limited({ bodyLimit: maxSize }: AppParts) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpRefusal({
        code: 'TOO_LARGE',
        message: `expected a body of at most ${maxSize} bytes, found a larger one`,
        hint: 'send less at once, or start the server with a larger --body-limit',
      });
    },
  });
}

function refuse(error: unknown, context: Context, log: Log): Response {
  const problem = problemOf(error);
  const status = statusOf(problem.code);
  if (problem.code === 'INTERNAL') log.error({ err: error }, 'a request ended in a bug');
  if (status === 401) context.header('WWW-Authenticate', 'Bearer');
  if (status === 503) context.header('Retry-After', '1');
  return context.json(problem, status);
}
