/**
 * What the system's processes use, read from the kernel's own files. Sums over the processes behind the actors.
 * Null where nothing could be read: an unknown figure is never written as 0.
 */
import { readdir, readFile } from 'node:fs/promises';

export interface ProcessFigures {
  readonly rssBytes: number | null;
  readonly openFds: number | null;
  /** CPU time of these processes since each began. */
  readonly cpuMs: number | null;
}

/** Linux counts CPU time in ticks of 1/100 s and memory in pages of 4 KiB on every platform this runs on. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;
/** More than a soak ever has; a bound on one sample's work. */
const MAX_PROCESSES = 64;

/** Reads all of `pids`; a process that has just ended counts as nothing. */
export async function processFigures(pids: readonly number[]): Promise<ProcessFigures> {
  const read = await Promise.all(pids.slice(0, MAX_PROCESSES).map(figuresOf));
  const alive = read.filter((figures) => figures !== null);
  if (alive.length === 0) return { rssBytes: null, openFds: null, cpuMs: null };
  return {
    rssBytes: sum(alive.map(({ rssBytes }) => rssBytes)),
    openFds: sum(alive.map(({ openFds }) => openFds)),
    cpuMs: sum(alive.map(({ cpuMs }) => cpuMs)),
  };
}

interface Read {
  readonly rssBytes: number;
  readonly openFds: number;
  readonly cpuMs: number;
}

async function figuresOf(pid: number): Promise<Read | null> {
  try {
    const [stat, statm, fds] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/statm`, 'utf8'),
      readdir(`/proc/${pid}/fd`),
    ]);
    return { rssBytes: residentBytes(statm), openFds: fds.length, cpuMs: cpuMsOf(stat) };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** CPU time in ms, user and system, from `/proc/<pid>/stat`. The name in it may hold blanks and brackets. */
export function cpuMsOf(stat: string): number {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(afterName[11]) + Number(afterName[12])) * TICK_MS;
}

/** Resident memory from `/proc/<pid>/statm`. */
export function residentBytes(statm: string): number {
  return Number(statm.split(' ')[1]) * PAGE_BYTES;
}

/** Ended, not ours to look at, or a system without these files. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
