/** The built worker when the thread that keeps its leases ends by itself. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProgramsInFolder } from '../testing/programs-in-folder.js';

const run = promisify(execFile);

/** Loaded into every thread of the worker; ends the one that is not the main one, once a file called `go` exists. */
const ending = (how: string) => `
import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const endWhenAsked = () => { if (existsSync('go')) { ${how} } };
if (!isMainThread) {
  endWhenAsked();
  setInterval(endWhenAsked, 20);
}`;

const BUSY = `{ code: 'BUSY', effect: 'none', hint: null }`;

let bench: ProgramsInFolder;
beforeEach(async () => {
  bench = await ProgramsInFolder.open();
  await bench.add('A', 'B');
});
afterEach(() => bench.end());

async function work(how: string, ...more: readonly string[]) {
  await writeFile(join(bench.folder, 'ending.mjs'), ending(how));
  const command = ['--exec', `sh -c 'touch "$FOLDER/go"; exec sleep 60'`];
  return bench.orch(['work', '--owner-session', 'w1', '--until-idle', ...command, ...more], {
    NODE_OPTIONS: `--import ${join(bench.folder, 'ending.mjs')}`,
  });
}

describe('a worker whose thread for its leases', () => {
  it.each([
    ['exits', 'process.exit(7)', 'exit code 7'],
    ['exits as if all were well', 'process.exit(0)', 'exit code 0'],
    ['breaks', 'throw new Error("boom")', 'boom'],
  ])('%s hands back what runs, claims nothing more and ends with 70', async (_, how, because) => {
    const { code, out, err } = await work(how);
    expect({ code, out }).toEqual({ code: 70, out: 'A -> PENDING\n' });
    expect(err).toMatch(
      /^ERROR INTERNAL: [^\n]*the thread that keeps leases[^\n]*: start the worker again[^\n]*\n$/,
    );
    expect(err).toContain(`(${because})`);
    expect(await bench.taskOf('A')).toMatchObject({ status: 'PENDING', run: 1, retries: 0 });
    expect(await bench.taskOf('B')).toMatchObject({ status: 'PENDING', run: 0 });
  });

  it.each([
    ['exits', 'process.exit(7)', /^70 ERROR INTERNAL: .*exit code 7/],
    ['is refused the store', `throw Object.assign(new Error('locked'), ${BUSY})`, /^5 ERROR BUSY: locked/],
  ] as const)('%s at the start claims nothing, and says why', async (_, how, said) => {
    await writeFile(join(bench.folder, 'go'), '');
    const { code, out, err } = await work(how);
    expect(`${code} ${err}`).toMatch(said);
    expect(out).toBe('');
    expect(await bench.taskOf('A')).toMatchObject({ status: 'PENDING', run: 0 });
  });

  it('ends while it works in a process of a dispatcher costs its task no retry', async () => {
    const picked = JSON.parse((await bench.orch(['pick', '--owner-session', 'w1', '--json'])).out) as {
      token: number;
    };
    const adopting = ['--adopt', 'A', '--token', `${picked.token}`];
    expect(await work('process.exit(7)', ...adopting)).toMatchObject({ code: 70 });
    expect(await bench.taskOf('A')).toMatchObject({ status: 'PENDING', retries: 0 });
  });
});

describe('a worker of a library call', () => {
  it('ends when the thread that keeps its leases does, and its task goes back', async () => {
    await writeFile(join(bench.folder, 'ending.mjs'), ending('process.exit(7)'));
    const index = new URL('../../../dist/core/index.js', import.meta.url).href;
    await writeFile(
      join(bench.folder, 'worker.mjs'),
      `import { writeFileSync } from 'node:fs';
      import { openStore, runWorker, systemClock } from '${index}';
      const location = 'db/queue.db';
      const store = await openStore(location, { clock: systemClock, actor: 'worker:me', whenMissing: 'refuse' });
      const handle = (_task, signal) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        writeFileSync('go', '');
      });
      await runWorker({ store, location, holder: 'me', handle }).catch(({ message }) => console.log(message));`,
    );
    const { stdout } = await run(process.execPath, ['--import', './ending.mjs', 'worker.mjs'], {
      cwd: bench.folder,
    });
    expect(stdout).toContain('it ended by itself (exit code 7)');
    expect(await bench.taskOf('A')).toMatchObject({ status: 'PENDING', retries: 0 });
  });
});
