/**
 * A `Launch` that gives each task a process of its own: the same program, told to adopt the claim. A worker
 * process that dies without settling has its task failed at once; were the dispatcher dead too, the lease would
 * run out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Store } from '../store/store.js';
import type { InProgress } from '../task/task.js';
import type { Clock } from '../time.js';
import { milliseconds } from '../time.js';
import type { Launch } from './dispatcher.js';
import { persist } from './persist.js';
import { settle } from './settle.js';
import type { Ending } from './worker.js';

export interface WorkerProcessTerms {
  readonly store: Store;
  readonly clock: Clock;
  /** The worker's command line, but for the claim. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** When aborted, the worker processes are asked to stop; each then ends or hands back its own task. */
  readonly stop: AbortSignal;
  /** When aborted, they are asked again, and give their commands no more time. */
  readonly hurry: AbortSignal;
  readonly onErrorOutput: (line: string) => void;
}

/** Starts worker processes. */
export function workerProcess(terms: WorkerProcessTerms): Launch {
  return async (task) => {
    const exit = await runWorker(task, terms);
    return persist(() => endingOf(task, exit, terms.store), {
      clock: terms.clock,
      deadline: () => task.lease.until,
      firstWait: milliseconds(50),
    });
  };
}

/** How the process ended, as text. Rejects when it could not be started. */
async function runWorker(task: InProgress, terms: WorkerProcessTerms): Promise<string> {
  const [file, ...words] = terms.command;
  const { fence, holder } = task.lease;
  const claim = ['--adopt', task.id, '--token', `${fence}`, '--owner-session', holder];
  // Detached, so that a terminal's Ctrl-C reaches it once and through us, not twice.
  const child = spawn(file, [...words, ...claim], {
    env: terms.env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const stopForwarding = forwardRequests(child, terms);
  let errorLine = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errorLine = (errorLine + text).slice(-4_096);
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) =>
        resolve(code === null ? `signal ${signal}` : `exit code ${code}`),
      );
    });
  } finally {
    stopForwarding();
    if (errorLine.trim() !== '') terms.onErrorOutput(errorLine.trim());
  }
}

/** Passes requests to stop on, as two signals: two of one kind may arrive as one. The answer ends it. */
function forwardRequests(child: ChildProcess, { stop, hurry }: WorkerProcessTerms): () => void {
  const askToStop = () => child.kill('SIGTERM');
  const askAgain = () => child.kill('SIGINT');
  stop.addEventListener('abort', askToStop);
  hurry.addEventListener('abort', askAgain);
  if (stop.aborted) askToStop();
  if (hurry.aborted) askAgain();
  return () => {
    stop.removeEventListener('abort', askToStop);
    hurry.removeEventListener('abort', askAgain);
  };
}

async function endingOf(task: InProgress, exit: string, store: Store): Promise<Ending> {
  const present = await store.find(task.id);
  const held =
    present !== null && present.status === 'IN_PROGRESS' && present.lease.fence === task.lease.fence
      ? present
      : null;
  if (held !== null) {
    const failure = {
      error: `the worker process ended without settling: ${exit}`,
      class: 'transient',
    } as const;
    return {
      kind: 'settled',
      task: await settle(store, held.lease, { kind: 'failed', failure, report: null }),
    };
  }
  if (present !== null && present.run === task.run && present.status !== 'IN_PROGRESS') {
    return { kind: 'settled', task: present };
  }
  return { kind: 'lost', taskId: task.id, because: `another run has begun since (${exit})` };
}
