/**
 * A shell that outlives the harness, whichever way the harness ends: it acts once its input has ended. It lives in a
 * session of its own, so that an interrupt from the terminal spares it.
 */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** Starts a keeper with `args` as `$1` and on. What is written reaches it; its input ends with ours, or when ended. */
export function startKeeper(script: string, args: readonly string[] = []): Writable {
  const keeper = spawn('/bin/sh', ['-c', script, 'keeper', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const { stdin } = keeper;
  // A keeper that is gone cannot be told anything; the other ways of ending things still stand.
  stdin.on('error', () => undefined);
  // Neither the keeper nor the pipe to it may keep a finished harness alive.
  if (stdin instanceof Socket) stdin.unref();
  keeper.unref();
  return stdin;
}
