/**
 * Plays one story and writes down what happened: `timeline.jsonl`, `final.json` and `verdict.json` in a folder.
 * A story that fails is an outcome; only a fault of the harness itself is thrown.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FinalState } from '../../gates/record/history.js';
import { createSoleFile, FolderTaken } from '../history/sole-file.js';
import { Supervisor } from '../real/supervisor.js';
import { temporaryFolder } from '../real/temporary-folder.js';
import { wallClock } from '../real/wall-clock.js';
import type { E2e, Program } from './e2e.js';
import { StoryFailed, TempStage } from './temp-stage.js';

export interface E2eTerms {
  readonly projectRoot: string;
  /** The built programs, by the word a person types. */
  readonly programs: Readonly<Record<Program, string>>;
  /** The folder for the record of the story; holds none yet. */
  readonly out: string;
}

/** What `verdict.json` says; the judge replays `final.json` itself. */
export interface E2eVerdict {
  readonly id: string;
  readonly category: E2e['category'];
  readonly says: string;
  readonly result: 'PASSED' | 'FAILED';
  /** Why it failed, or null. */
  readonly because: string | null;
  /** Commands that were typed. */
  readonly commands: number;
}

/** Files of a story's record, in the order they are written. */
export const E2E_FILES = {
  timeline: 'timeline.jsonl',
  final: 'final.json',
  verdict: 'verdict.json',
} as const;

/** Removes the record of an earlier telling from a folder, and nothing else that lies in it. */
export async function clearE2e(folder: string): Promise<void> {
  for (const name of Object.values(E2E_FILES)) await rm(join(folder, name), { force: true });
}

/** Plays the story and leaves its record. @throws FolderTaken when the folder holds another's */
export async function runE2e(e2e: E2e, terms: E2eTerms): Promise<E2eVerdict> {
  await mkdir(terms.out, { recursive: true });
  const timeline = createSoleFile(join(terms.out, E2E_FILES.timeline));
  const folder = await temporaryFolder('gate-e2e-');
  const supervisor = new Supervisor();
  let commands = 0;
  const stage = new TempStage({
    ...terms,
    folder: folder.path,
    supervisor,
    clock: wallClock(),
    settings: { ...blankSettings(), ...e2e.settings },
    record(line) {
      if (line.command !== null) commands += 1;
      timeline.write(`${JSON.stringify(line)}\n`);
    },
  });
  try {
    const because = await play(() => e2e.run(stage));
    const state: { final: FinalState } = { final: { tasks: [], events: [] } };
    const unread = await play(async () => {
      state.final = await stage.state();
    });
    if (!timeline.isInPlace()) throw new FolderTaken(terms.out);
    await writeJson(join(terms.out, E2E_FILES.final), state.final);
    const verdict: E2eVerdict = {
      id: e2e.id,
      category: e2e.category,
      says: e2e.says,
      result: because === null && unread === null ? 'PASSED' : 'FAILED',
      because: because ?? unread,
      commands,
    };
    await writeJson(join(terms.out, E2E_FILES.verdict), verdict);
    return verdict;
  } finally {
    timeline.close();
    await supervisor.end();
    await folder.remove();
  }
}

/** Settings of whoever runs the story are none of the story's. */
function blankSettings(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('ORCH_'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Why the story failed, or null. */
async function play(story: () => Promise<void>): Promise<string | null> {
  try {
    await story();
    return null;
  } catch (error) {
    if (!(error instanceof StoryFailed)) throw error;
    return error.message;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}
