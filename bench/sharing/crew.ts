/** Several processes at work on one store: started together, waited for, and their work held against the store. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStore, systemClock } from '../../core/index.js';
import { answerOf } from '../program.js';
import type { Worked } from './worker.js';

/** How the work is done: processes on one file, callers in each, tasks in all. */
export interface Crew {
  readonly processes: number;
  /** More than one share their commits. */
  readonly callers: number;
  readonly tasks: number;
}

/** What each process did, and how many tasks the store does not hold as done afterwards. */
export interface CrewResult {
  readonly workers: readonly Worked[];
  readonly lost: number;
}

/** Fills a store in a folder of its own, works it empty, and removes it. @throws Error when a process fails */
export async function runCrew(crew: Crew): Promise<CrewResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-sharing-'));
  const path = join(folder, 'store.sqlite');
  try {
    answerOf('scale/fill.js', path, 0, 0, crew.tasks);
    const members = Array.from({ length: crew.processes }, (_, nth) => start(path, `w${nth}`, crew.callers));
    await Promise.all(members.map(({ ready }) => ready));
    for (const { child } of members) child.stdin?.end('go\n');
    const workers = await Promise.all(members.map(({ worked }) => worked));
    return { workers, lost: crew.tasks - (await doneIn(path, workers)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Member {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly worked: Promise<Worked>;
}

function start(path: string, name: string, callers: number): Member {
  const program = fileURLToPath(new URL('./worker.js', import.meta.url));
  const child = spawn(process.execPath, [program, path, name, String(callers)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`process ${name} ended before it said what it did`);
    return line.value;
  };
  const ready = next().then(() => undefined);
  return { child, ready, worked: ready.then(async () => JSON.parse(await next()) as Worked) };
}

/** Tasks done by the store's own count. @throws Error when more completions were acknowledged than it holds */
async function doneIn(path: string, workers: readonly Worked[]): Promise<number> {
  const store = await openStore(path, { clock: systemClock, actor: 'test:bench', whenMissing: 'refuse' });
  try {
    const { DONE } = (await store.census()).byStatus;
    const acknowledged = workers.reduce((sum, { completed }) => sum + completed, 0);
    if (acknowledged <= DONE) return DONE;
    throw new Error(`expected ${acknowledged} tasks done, as was acknowledged, found ${DONE}`);
  } finally {
    await store.close();
  }
}
