/** The built programs, typed as a person types them, in a folder of their own: for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draft } from '../../store/contract/bench.js';
import { openStore } from '../../store/open.js';
import type { Store } from '../../store/store.js';
import { taskId } from '../../task/ids.js';
import type { Task } from '../../task/task.js';
import { systemClock } from '../../time.js';

const bin = (name: string) => fileURLToPath(new URL(`../../../dist/bin/${name}.js`, import.meta.url));

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
type Environment = Readonly<Record<string, string>>;

/** Invariant: what was started in it ends with it, and so does the folder. */
export class ProgramsInFolder {
  readonly folder: string;
  readonly #started: ChildProcess[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<ProgramsInFolder> {
    return new ProgramsInFolder(await mkdtemp(join(tmpdir(), 'orch-cli-')));
  }

  async end(): Promise<void> {
    for (const child of this.#started) child.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  start(name: string, argv: readonly string[], env: Environment = {}) {
    const child = spawn(process.execPath, [bin(name), ...argv], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], FOLDER: this.folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#started.push(child);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said.out += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said.err += part;
    });
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
    return { child, ended };
  }

  /** With a standard output that has no room for anything. */
  async intoFull(name: string, argv: readonly string[]): Promise<Pick<Ended, 'code' | 'err'>> {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [bin(name), ...argv], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], FOLDER: this.folder },
      stdio: ['ignore', full.fd, 'pipe'],
    });
    this.#started.push(child);
    let err = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      err += part;
    });
    const [code] = await once(child, 'close');
    await full.close();
    return { code, err };
  }

  orch(argv: readonly string[], env?: Environment): Promise<Ended> {
    return this.start('orch', argv, env).ended;
  }

  ops(...argv: string[]): Promise<Ended> {
    return this.start('ops', argv).ended;
  }

  /** A store opened beside the programs: to set the scene and to look at the end. */
  async withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
    const location = join(this.folder, 'db', 'queue.db');
    const store = await openStore(location, { clock: systemClock, actor: 'test:cli', whenMissing: 'create' });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  async add(...ids: string[]): Promise<void> {
    await this.withStore(async (store) => {
      for (const id of ids) await store.enqueue(draft(id, { task: `일 ${id}` }));
    });
  }

  taskOf(id: string): Promise<Task | null> {
    return this.withStore((store) => store.find(taskId(id)));
  }

  /** What a file in the folder says; nothing when there is none. */
  says(file: string): Promise<string> {
    return readFile(join(this.folder, file), 'utf8').catch(() => '');
  }
}
