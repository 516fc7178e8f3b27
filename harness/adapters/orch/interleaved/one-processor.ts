/**
 * Keeps this process on one processor while its threads take turns. Exactly one of them runs at any time, and to wake
 * one on another processor costs more than most statements: 24 simulated hours take 17 s without and 8 s with it.
 * What happens is the same either way, so a system that cannot do it is slower and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';
const STAT = '/proc/self/stat';
/** The place of the processor a process ran on last, counted from the state, which follows the name of its program. */
const PROCESSOR = 36;

/** Invariant: `usual` is what was allowed before the first of those who keep the process. */
let keepers = 0;
let usual = '';

/** Keeps the process where it is. Answers how to let it go; the last one to do so frees it. */
export function keepOnOneProcessor(): () => void {
  if (!existsSync(STATUS)) return () => undefined;
  keepers += 1;
  if (keepers === 1) {
    usual = allowedProcessors(readFileSync(STATUS, 'utf8'));
    allow(processorIn(readFileSync(STAT, 'utf8')));
  }
  return () => {
    keepers -= 1;
    if (keepers === 0) allow(usual);
  };
}

/** Processors as the system lists them, like `0-3,7`. */
export function allowedProcessors(status: string): string {
  return /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '';
}

/** The number of the processor; a program's name may hold blanks and brackets. */
export function processorIn(stat: string): string {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[PROCESSOR] ?? '';
}

/** For all threads of this process, those to come included. Where there is no `taskset`, they stay where they are. */
function allow(processors: string): void {
  spawnSync('taskset', ['-acp', processors, String(process.pid)], { stdio: 'ignore' });
}
