/** The real machine as core's `World`: environment, streams, signals. Shared by `orch` and its alias `ops`. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { exitReport } from '../core/cli/exit.js';
import { runOrch } from '../core/cli/run.js';
import type { World } from '../core/cli/world.js';
import { systemClock } from '../core/time.js';
import { projectVersion } from './project.js';

const orchPath = fileURLToPath(new URL('./orch.js', import.meta.url));

/** Runs one command line in this process and leaves its exit code. */
export async function startOrch(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endQuietlyOnClosedPipe);
  process.on('uncaughtException', endAsBug);
  process.exitCode = await runOrch(argv, realWorld());
}

function realWorld(): World {
  let requests: StopRequests | null = null;
  const listening = () => (requests ??= listenForStop());
  return {
    env: process.env,
    cwd: process.cwd(),
    version: projectVersion,
    clock: systemClock,
    self: [process.execPath, orchPath],
    newTraceId: () => `trace-${randomBytes(6).toString('hex')}`,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stopSignal: () => listening().stop,
    hurrySignal: () => listening().hurry,
  };
}

interface StopRequests {
  readonly stop: AbortSignal;
  readonly hurry: AbortSignal;
}

/**
 * Signals so close together are one request: terminals, service managers and `timeout` signal a program and its group,
 * and whoever started it may pass the signal on.
 */
const ONE_REQUEST_MS = 500;

/** `stop` is aborted by the first SIGTERM, SIGINT or SIGHUP, `hurry` by one that comes later. */
function listenForStop(): StopRequests {
  const [stop, hurry] = [new AbortController(), new AbortController()];
  let firstAt: number | null = null;
  const ask = () => {
    const now = systemClock.elapsed();
    firstAt ??= now;
    if (now - firstAt > ONE_REQUEST_MS) hurry.abort();
    stop.abort(new Error('worker stopped'));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, ask);
  return { stop: stop.signal, hurry: hurry.signal };
}

/** `orch list | head` closes our output early; that is no failure. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

/** What no command could catch, such as an error in a stream, still ends by the table of exit codes. */
function endAsBug(error: Error): void {
  const { exitCode, line } = exitReport(error);
  process.stderr.write(`${line}\n`);
  process.exit(exitCode);
}
