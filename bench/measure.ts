/** One measurement in a process of its own: `node measure.js <subject> <mode> <count>` prints its rates as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { openGatehouse } from './gatehouse.js';
import { openRaw } from './raw.js';
import type { Mode, OpenSubject, Subject } from './subject.js';

/** Operations a second; null where a subject has no such way. */
export interface Rates {
  readonly addOne: number;
  readonly addMany: number | null;
  readonly claimAndComplete: number;
}

const BATCH = 1_000;
const TOGETHER = 100;

const subjects: Readonly<Record<string, OpenSubject>> = {
  'raw SQL': (folder, mode) => openRaw(folder, mode, 1),
  'raw SQL, 100 together': (folder, mode) => openRaw(folder, mode, TOGETHER),
  gatehouse: (folder, mode) => openGatehouse(folder, mode, 'each'),
  'gatehouse, 100 callers': (folder, mode) => openGatehouse(folder, mode, 'grouped'),
  plainjob: (folder, mode) => peer('plainjob', folder, mode),
  liteque: (folder, mode) => peer('liteque', folder, mode),
};
export const SUBJECTS = Object.keys(subjects);

async function peer(name: string, folder: string, mode: Mode): Promise<Subject> {
  const module = (await import(new URL(`../../bench/peers/${name}.mjs`, import.meta.url).href)) as {
    readonly open: OpenSubject;
  };
  return module.open(folder, mode);
}

async function measure(name: string, mode: Mode, count: number): Promise<Rates> {
  const open = subjects[name];
  if (open === undefined) throw new Error(`expected a subject (${SUBJECTS.join(', ')}), found ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const subject = await open(folder, mode);
    const half = Math.floor(count / 2);
    const addOne = await rate(half, () => addEach(subject, half));
    const addMany = await manyRate(subject, half, count);
    const total = addMany === null ? half : count;
    const claimAndComplete = await rate(total, () => subject.drain(total));
    const done = await subject.done();
    if (done !== total) throw new Error(`${name}: expected ${total} tasks done, found ${done}`);
    await subject.close();
    return { addOne, addMany, claimAndComplete };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function addEach(subject: Subject, count: number): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await subject.addOne(next - 1);
    }
  };
  await Promise.all(Array.from({ length: subject.width }, caller));
}

async function manyRate(subject: Subject, from: number, to: number): Promise<number | null> {
  const { addMany } = subject;
  if (addMany === undefined) return null;
  return rate(to - from, async () => {
    for (let start = from; start < to; start += BATCH) await addMany(start, Math.min(start + BATCH, to));
  });
}

async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round((count / (performance.now() - startedAt)) * 1_000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = '', mode = '', count = ''] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(await measure(name, mode as Mode, Number(count)))}\n`);
}
