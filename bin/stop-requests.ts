/** How this process is asked to stop. */
import { systemClock } from '../core/time.js';

export interface StopRequests {
  /** Aborted by the first request. */
  readonly stop: AbortSignal;
  /** Aborted by a signal that comes later. */
  readonly hurry: AbortSignal;
  /** Takes over SIGTERM, SIGINT and SIGHUP. */
  listen(): void;
  /** A request of this process itself. */
  ask(): void;
}

/**
 * Signals so close together are one request: terminals, service managers and `timeout` signal a program and its group,
 * and whoever started it may pass the signal on.
 */
const ONE_REQUEST_MS = 500;

export function stopRequests(): StopRequests {
  const [stop, hurry] = [new AbortController(), new AbortController()];
  let firstAt: number | null = null;
  let listening = false;
  const ask = () => stop.abort(new Error('worker stopped'));
  const onSignal = () => {
    const now = systemClock.elapsed();
    firstAt ??= now;
    if (now - firstAt > ONE_REQUEST_MS) hurry.abort();
    ask();
  };
  return {
    stop: stop.signal,
    hurry: hurry.signal,
    listen() {
      if (listening) return;
      listening = true;
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
    },
    ask,
  };
}
