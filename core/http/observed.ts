/** What every request passes first and every answer last: measured, logged, and closed to misuse. */
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../telemetry/log.js';
import type { Clock } from '../time.js';
import type { Metrics } from './metrics.js';

/** An answer may not be run, framed, guessed at or kept by whoever shows it. */
export const CLOSED = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Times count to the first byte of the answer; a stream goes on after it. */
export function observed(parts: {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'requestEnded'>;
  readonly stop: AbortSignal;
}): MiddlewareHandler {
  const { clock, log, metrics, stop } = parts;
  return async (context, next) => {
    const startedAt = clock.elapsed();
    await next();
    const { req, res } = context;
    for (const [name, value] of Object.entries(CLOSED)) {
      if (!res.headers.has(name)) res.headers.set(name, value);
    }
    if (stop.aborted) res.headers.set('Connection', 'close');
    const { method, path } = req;
    const { status } = res;
    const seconds = (clock.elapsed() - startedAt) / 1000;
    metrics.requestEnded({ method, route: routePath(context, -1), status, seconds });
    log.info({ method, path, status, duration_ms: Math.round(seconds * 1000) }, 'request');
  };
}
