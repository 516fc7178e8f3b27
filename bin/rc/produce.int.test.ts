import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { produce } from './produce.js';

let root: string;
let program: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-produce-'));
  program = join(root, 'gate.mjs');
  writeFileSync(
    program,
    "import { appendFileSync } from 'node:fs'; const [word] = process.argv.slice(2);" +
      "appendFileSync('order', word + '\\n'); console.log('said ' + word);" +
      "process.exitCode = word === 'fails' ? 1 : 0;",
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const step = (word: string) => ({ title: `making ${word}`, command: `npx gate ${word}`, takesMs: null });
const terms = () => ({ projectRoot: root, program, logs: join(root, 'logs'), quiet: 'quiet' }) as const;

describe('making evidence', () => {
  it('types each command in turn and keeps what it printed', async () => {
    await produce([{ title: 'lane', steps: [step('one'), step('two')] }], terms());

    expect(readFileSync(join(root, 'order'), 'utf8')).toBe('one\ntwo\n');
    expect(readFileSync(join(root, 'logs/making-one.log'), 'utf8')).toBe('said one\n');
  });

  it('goes on after a command that fails: the judge reads what it left', async () => {
    await produce([{ title: 'lane', steps: [step('fails'), step('after')] }], terms());

    expect(readFileSync(join(root, 'order'), 'utf8')).toBe('fails\nafter\n');
  });

  it('does the work of every lane', async () => {
    await produce(
      [
        { title: 'left', steps: [step('one')] },
        { title: 'empty', steps: [] },
        { title: 'right', steps: [step('two')] },
      ],
      terms(),
    );

    expect(readdirSync(join(root, 'logs')).sort()).toEqual(['making-one.log', 'making-two.log']);
  });
});
