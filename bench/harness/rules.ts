/** `node rules.js <folder>`: holds the history of a run in that folder to every rule, and prints what each took. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { FinalState } from '../../gates/record/history.js';
import { CHECKERS } from '../../harness/checkers/catalogue.js';
import { readHistoryFile } from '../../harness/history/history-file.js';
import { storiesOf } from '../../harness/history/stories.js';

/** What all rules took, and each of them, in seconds. */
export interface Rules {
  readonly lines: number;
  /** All rules, and what they share. */
  readonly seconds: number;
  /** To pair the calls of the history and sort them by task, once for all rules. */
  readonly sorting: number;
  readonly each: Readonly<Record<string, number>>;
  readonly rssBytes: number;
}

async function measure(folder: string): Promise<Rules> {
  const history = await readHistoryFile(join(folder, 'history.jsonl'));
  const final = JSON.parse(readFileSync(join(folder, 'final.json'), 'utf8')) as FinalState;
  const each: Record<string, number> = {};
  const sorting = secondsOf(() => storiesOf(history));
  let seconds = sorting;
  for (const checker of CHECKERS) {
    const took = secondsOf(() => {
      const { result } = checker.check(history, final);
      if (result === 'violated')
        throw new Error(`expected ${checker.name} to accuse nobody, found it violated`);
    });
    each[checker.name] = took;
    seconds += took;
  }
  return { lines: history.ops.length, seconds, sorting, each, rssBytes: process.memoryUsage().rss };
}

function secondsOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1_000;
}

const [folder = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await measure(folder))}\n`);
