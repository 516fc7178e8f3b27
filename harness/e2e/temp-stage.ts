/**
 * The stage of a story: a folder that is made for it and removed afterwards, and a line on record for everything that
 * was typed in it. It knows the programs by path and talks to the product through them only.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FinalState, TaskRow } from '../../gates/record/history.js';
import type { Supervisor } from '../real/supervisor.js';
import type { HarnessClock } from '../sut.js';
import { type Ran, type Started, startCommand } from './command.js';
import type { Program, Running, Stage } from './e2e.js';
import { type Reading, readFinalState, readTasks } from './final-state.js';

export interface StageTerms {
  readonly folder: string;
  readonly projectRoot: string;
  readonly programs: Readonly<Record<Program, string>>;
  readonly supervisor: Supervisor;
  readonly clock: HarnessClock;
  readonly record: (line: TimelineLine) => void;
  /** The product's settings: variables of the environment to add, or to take away. */
  readonly settings: Readonly<Record<string, string | undefined>>;
}

/** One line of a story's record. `at` in ms since its start. */
export interface TimelineLine {
  readonly at: number;
  readonly step: string;
  readonly command: string | null;
  readonly exitCode: number | null;
  /** The exit codes that the story allows; null where it expects none, as of a program in the background. */
  readonly expected: readonly number[] | null;
  readonly signal: string | null;
  /** The end of what was printed, or what was awaited or expected. */
  readonly output: string;
}

/** The story did not go as it says; the message names the step. */
export class StoryFailed extends Error {
  readonly code = 'STORY_FAILED';
}

const succeeds = { exitCodes: [0] };
const POLL_MS = 50;
const WITHIN_MS = 20_000;
const TAIL_CHARACTERS = 2_000;

export class TempStage implements Stage {
  readonly #terms: StageTerms;
  readonly #startedAt: number;
  #step = 'the beginning';
  #state: FinalState | null = null;

  constructor(terms: StageTerms) {
    this.#terms = terms;
    this.#startedAt = terms.clock.now();
  }

  step(says: string): void {
    this.#step = says;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.#terms.folder, name), text);
  }

  async take(name: string): Promise<void> {
    await copyFile(join(this.#terms.projectRoot, name), join(this.#terms.folder, basename(name)));
  }

  async read(name: string): Promise<string | null> {
    try {
      return await readFile(join(this.#terms.folder, name), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  async type(
    program: Program,
    args: readonly string[],
    expected: { readonly exitCodes: readonly number[] } = succeeds,
  ): Promise<Ran> {
    const ran = await this.#start(program, args).ended;
    this.#recordRan(ran, expected.exitCodes);
    if (!expected.exitCodes.some((code) => code === ran.exitCode)) {
      const found = `${ran.signal ?? ran.exitCode}; it printed:
${tail(ran)}`;
      throw this.#failed(
        `expected exit ${expected.exitCodes.join(' or ')} of \`${ran.command}\`, found ${found}`,
      );
    }
    return ran;
  }

  start(program: Program, args: readonly string[]): Running {
    const { pid, ended } = this.#start(program, args);
    const recorded = ended.then((ran) => {
      this.#state = null;
      this.#recordRan(ran, null);
      return ran;
    });
    return { pid, ended: recorded, signal: (signal) => void this.#terms.supervisor.signal(pid, signal) };
  }

  async until(says: string, condition: () => Promise<boolean>, withinMs = WITHIN_MS): Promise<void> {
    const { clock } = this.#terms;
    const from = clock.now();
    while (!(await condition())) {
      if (clock.now() - from >= withinMs) throw this.#failed(`expected within ${withinMs} ms: ${says}`);
      await clock.sleep(POLL_MS);
    }
    this.#record({ output: `after ${clock.now() - from} ms: ${says}` });
  }

  expect(says: string, { found, wanted }: { readonly found: unknown; readonly wanted: unknown }): void {
    const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (is !== should) throw this.#failed(`${says}: expected ${should}, found ${is}`);
    this.#record({ output: `holds: ${says}: ${is}` });
  }

  isRunning(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
      throw error;
    }
  }

  tasks(): Promise<readonly TaskRow[]> {
    return readTasks(this.#reading);
  }

  /** Reading starts a process a task, so an answer is kept until the next command is typed. */
  async state(): Promise<FinalState> {
    this.#state ??= await readFinalState(this.#reading);
    return this.#state;
  }

  readonly #reading: Reading = async (program, args) => {
    const ran = await this.#run(program, args).ended;
    if (ran.exitCode === 0) return ran.stdout;
    throw this.#failed(
      `expected \`${ran.command}\` to tell the state, found exit ${ran.exitCode}:\n${tail(ran)}`,
    );
  };

  #start(program: Program, args: readonly string[]): Started {
    this.#state = null;
    return this.#run(program, args);
  }

  #run(program: Program, args: readonly string[]): Started {
    const { folder, programs, supervisor } = this.#terms;
    return startCommand({
      supervisor,
      program: { name: program, file: programs[program] },
      args,
      cwd: folder,
      env: { ...this.#terms.settings, NO_COLOR: '1' },
    });
  }

  #recordRan(ran: Ran, expected: TimelineLine['expected']): void {
    const { command, exitCode, signal } = ran;
    this.#record({ command, exitCode, expected, signal, output: tail(ran) });
  }

  #record(line: Partial<TimelineLine>): void {
    const at = this.#terms.clock.now() - this.#startedAt;
    const blank = { command: null, exitCode: null, expected: null, signal: null, output: '' };
    const merged = { at, step: this.#step, ...blank, ...line };
    this.#terms.record({ ...merged, output: merged.output.replaceAll(this.#terms.folder, '.') });
  }

  #failed(message: string): StoryFailed {
    this.#record({ output: message });
    return new StoryFailed(`${this.#step}: ${message}`.replaceAll(this.#terms.folder, '.'));
  }
}

function tail({ stdout, stderr }: Ran): string {
  return `${stdout}${stderr}`.slice(-TAIL_CHARACTERS).trimEnd();
}
