/**
 * What a claim costs with ten million tasks stored, against ten thousand: eight tenths done, a tenth ready, a tenth
 * delayed at a higher priority. Each store is filled in a folder of its own, which is removed.
 */
import { mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerOf, say } from '../program.js';
import { quantile, rounded } from '../spread.js';
import type { Claims } from './claims.js';

/** One store of a size. Times in ms. */
export interface Figures {
  readonly tasks: number;
  readonly fillSeconds: number;
  readonly claimMedian: number;
  readonly claimP99: number;
  /** Claim and completion together. */
  readonly bothMedian: number;
  readonly rssBytes: number;
  readonly bytesPerTask: number;
}

export interface ScaleResult {
  readonly small: Figures;
  readonly large: Figures;
  /** Of the medians of claim and completion, large to small. */
  readonly ratio: number;
  /** Why the large store is smaller than wanted; null when it is not. */
  readonly shortened: string | null;
}

const SMALL = 10_000;
const WANTED = 10_000_000;
const WITHOUT_ROOM = 1_000_000;
/** What the wanted size takes on disk, with its log while it is used. */
const ROOM_BYTES = 12e9;
/** Processes that measure a size, one after the other, and tasks that each works on; a small store has no more. */
const PROCESSES = 3;
const MEASURED = 850;

/** Measures both sizes; in `normal`, with a commit a call. */
export function measureScale(): ScaleResult {
  const free = freeBytes();
  const enough = free >= ROOM_BYTES;
  const size = enough ? WANTED : WITHOUT_ROOM;
  const shortened = enough
    ? null
    : `${size.toLocaleString('en')} tasks instead of ${WANTED.toLocaleString('en')}: ` +
      `${tmpdir()} has ${gigabytes(free)} free, ${gigabytes(ROOM_BYTES)} are needed`;
  if (shortened !== null) say(shortened);
  const small = figuresOf(Array.from({ length: PROCESSES }, () => measureStore(SMALL, 1)));
  const large = figuresOf([measureStore(size, PROCESSES)]);
  return { small, large, ratio: rounded(large.bothMedian / small.bothMedian, 2), shortened };
}

interface Measured {
  readonly tasks: number;
  readonly fillSeconds: number;
  /** Of each process. */
  readonly claims: readonly Claims[];
  readonly fileBytes: number;
}

function measureStore(tasks: number, processes: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-scale-'));
  const path = join(folder, 'store.sqlite');
  const tenth = tasks / 10;
  try {
    say(`filling a store with ${tasks.toLocaleString('en')} tasks`);
    const startedAt = Date.now();
    answerOf('scale/fill.js', path, tasks - 2 * tenth, tenth, tenth);
    const fillSeconds = (Date.now() - startedAt) / 1_000;
    const fileBytes = statSync(path).size;
    const claims = Array.from({ length: processes }, () => {
      say(`claiming and completing ${MEASURED} of them`);
      return answerOf<Claims>('scale/claims.js', path, MEASURED);
    });
    return { tasks, fillSeconds, fileBytes, claims };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(stores: readonly Measured[]): Figures {
  const processes = stores.flatMap(({ claims }) => claims);
  const claim = processes.flatMap((each) => each.claim);
  const both = processes.flatMap((each) => each.both);
  const { tasks, fileBytes } = stores[0] as Measured;
  return {
    tasks,
    fillSeconds: rounded(Math.max(...stores.map(({ fillSeconds }) => fillSeconds)), 1),
    claimMedian: rounded(quantile(claim, 0.5), 4),
    claimP99: rounded(quantile(claim, 0.99), 4),
    bothMedian: rounded(quantile(both, 0.5), 4),
    rssBytes: Math.max(...processes.map(({ rssBytes }) => rssBytes)),
    bytesPerTask: Math.round(fileBytes / tasks),
  };
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(tmpdir());
  return bavail * bsize;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
