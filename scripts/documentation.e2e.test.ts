/** Every command line of README.md and docs, typed as it stands there, in a fresh folder; and every example. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellBlocks } from './doc-commands.js';
import { type Installation, install } from './fresh-folder.js';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Commands that are not run here, each with the reason. */
const notRun: Readonly<Record<string, string>> = {
  'npm ci && npm run rc': 'installs, and makes all evidence, this test included',
  'npm ci && npm test': 'installs, and runs all tests, this one included',
  'npx gate sut check --sut "python3 adapter.py"': "needs an adapter of the reader's own",
  'npx gate scenario run S1 --seed 7 --sut "python3 adapter.py"': "needs an adapter of the reader's own",
};
/** Commands that the page itself says end otherwise than with 0. */
const exitCodes: Readonly<Record<string, number>> = { 'npx gate scenario run S2 --seed 7 --control': 1 };

/** What a command prints when a task failed or is blocked, though it ends well itself; no page means to show one. */
const FAILED_TASK = /-> (FAILED|BLOCKED)|\bfailed=[1-9]/;

/** The longest fence plays a scenario with real processes and a soak of 24 virtual hours: a while on a busy machine. */
const LIMIT_MS = 300_000;

const pages = ['README.md', ...markdownBelow('docs')];
const blocks = pages.flatMap((page) =>
  shellBlocks(readFileSync(join(projectRoot, page), 'utf8')).map((block) => ({ page, ...block })),
);
const examples = readdirSync(join(projectRoot, 'examples')).filter((name) => name !== 'agent.mjs');

let installation: Installation;
beforeAll(() => {
  installation = install();
});
afterAll(() => installation.remove());

function markdownBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

interface Ended {
  readonly command: string;
  readonly code: number | string;
  readonly said: string;
}

function run(command: string, cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', command], { cwd, env: installation.env }, (error, out, err) => {
      resolve({ command, code: error === null ? 0 : (error.code ?? 'signal'), said: out + err });
    });
  });
}

/** A command without the comment beside it. */
function nameOf(command: string): string {
  return command.replace(/\s+# .*$/, '');
}

/** The commands of one fence, one after the other, in one folder. */
async function runAll(commands: readonly string[]): Promise<readonly Ended[]> {
  const folder = installation.folder();
  const ended: Ended[] = [];
  for (const command of commands) {
    if (!(nameOf(command) in notRun)) ended.push(await run(command, folder));
  }
  return ended;
}

describe('the documentation', () => {
  it.concurrent.each(blocks)(
    '$page:$line says commands that run as they stand',
    async ({ commands }) => {
      for (const { command, code, said } of await runAll(commands)) {
        expect({ command, code }, said).toEqual({ command, code: exitCodes[nameOf(command)] ?? 0 });
        expect(said, command).not.toMatch(FAILED_TASK);
      }
    },
    LIMIT_MS,
  );

  it('still says every command that is treated in a special way here', () => {
    const all = new Set(blocks.flatMap(({ commands }) => commands.map(nameOf)));
    expect([...Object.keys(notRun), ...Object.keys(exitCodes)].filter((each) => !all.has(each))).toEqual([]);
  });
});

describe('the examples', () => {
  const says: Readonly<Record<string, string>> = {
    'one-process.mjs': 'FIX DONE: FIX the house: done in run 1\nBUILD DONE',
    'producer-and-workers.mjs': '10 tasks done in 10 runs by two workers',
    'handler-with-budget.mjs': 'POEM is BLOCKED after 1800 tokens',
  };

  it('each run in a fresh folder, and say what they did', async () => {
    const ended = await Promise.all(
      examples.map((name) => run(`node examples/${name}`, installation.folder())),
    );
    for (const [index, name] of examples.entries()) {
      expect(ended[index]).toMatchObject({ code: 0, said: expect.stringContaining(says[name] ?? name) });
    }
    expect(examples.sort()).toEqual(Object.keys(says).sort());
  });
});
