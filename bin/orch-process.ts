/** The real machine as core's `World`: environment, streams, signals. Shared by `orch` and its alias `ops`. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { exitReport } from '../core/cli/exit.js';
import { runOrch } from '../core/cli/run.js';
import type { World } from '../core/cli/world.js';
import { systemClock } from '../core/time.js';
import { outputOn } from './output.js';
import { projectVersion } from './project.js';
import { stopRequests } from './stop-requests.js';

const orchPath = fileURLToPath(new URL('./orch.js', import.meta.url));

/** Runs one command line in this process and leaves its exit code. */
export async function startOrch(argv: readonly string[]): Promise<void> {
  // Who cannot be told on standard error is not told: the work goes on, and the run log has it.
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', endAsBug);
  process.exitCode = await runOrch(argv, realWorld());
}

function realWorld(): World {
  const requests = stopRequests();
  // A program that runs by itself stops in good order once nobody takes what it says.
  const output = outputOn(process.stdout, requests.ask);
  return {
    env: process.env,
    cwd: process.cwd(),
    version: projectVersion,
    clock: systemClock,
    self: [process.execPath, orchPath],
    newTraceId: () => `trace-${randomBytes(6).toString('hex')}`,
    out: output.write,
    printed: output.printed,
    taken: output.taken,
    err: (text) => void process.stderr.write(text),
    stopSignal() {
      requests.listen();
      return requests.stop;
    },
    hurrySignal() {
      requests.listen();
      return requests.hurry;
    },
  };
}

/** What no command could catch still ends by the table of exit codes. */
function endAsBug(error: Error): void {
  const { exitCode, line } = exitReport(error);
  process.stderr.write(`${line}\n`);
  process.exit(exitCode);
}
