import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';
import { orchIn } from './testing/orch-in-folder.js';

const here = freshOrch();
const { orch, add } = here;

describe('QUEUE.md', () => {
  it('carries hostile and Korean text to another store unchanged', async () => {
    const nasty = 'a|b\\c\nd\u0085e\u0000 | | 한국어 <!-- --> `x` \\|';
    await orch(['add', '--id', 'N', '--priority', 'P0', '--task', nasty, '--success-criteria', nasty]);
    await add('A');
    expect(await orch(['render'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('rendered 2 rows'),
    });
    const imported = await orch(['--db', 'other.db', 'migrate', '--json']);
    expect(JSON.parse(imported.out)).toMatchObject({ imported: ['N', 'A'], skipped: [] });
    const shown = JSON.parse((await orch(['--db', 'other.db', 'show', '--id', 'N', '--json'])).out);
    expect(shown.task).toMatchObject({ task: nasty, successCriteria: nasty, priority: 'P0' });
    const again = await orch(['--db', 'other.db', 'import', '--dry-run']);
    expect(again.out).toMatch(/^would import 0 rows .* skipped 2 that exist\n$/);
  });

  it('with a malformed row is refused with its file and line by whatever reads it, and nothing changes', async () => {
    await add('A');
    await orch(['render']);
    const path = join(here.folder, 'QUEUE.md');
    const broken = `${await readFile(path, 'utf8')}| B | PENDING |\n`;
    await writeFile(path, broken);
    for (const command of ['import', 'render', 'ops consistency-check']) {
      const { code, err } = await orch(command.split(' '));
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(
          /^ERROR INVALID: \/[^ ]+\/QUEUE\.md: line 11: expected 9 cells, got 2[^\n]*\n$/,
        ),
      ]);
    }
    expect(await readFile(path, 'utf8')).toBe(broken);
    expect((await orch(['list'])).out).toBe('A\tPENDING\tP1\t일 A\n');
  });

  it('is added to a text that has no table yet, and never written when it is read-only', async () => {
    await add('A');
    await writeFile(join(here.folder, 'QUEUE.md'), '# 우리 대기열\n');
    expect(await orch(['render'], { ORCH_QUEUE_MD_READ_ONLY: 'yes' })).toMatchObject({ code: 1 });
    await orch(['render']);
    expect(await readFile(join(here.folder, 'QUEUE.md'), 'utf8')).toMatch(
      /^# 우리 대기열\n\nStates: [\s\S]*\| A \| PENDING/,
    );
  });

  it('waits for another writer within the time for a busy store, and then shows what there is', async () => {
    await add('A');
    const lock = join(here.folder, 'QUEUE.md.lock');
    await writeFile(lock, `${process.ppid}\n`);
    const waited: number[] = [];
    const sleep = async (time: number) => {
      waited.push(time);
      if (waited.length < 2) return;
      await add('B');
      await rm(lock);
    };
    expect(await orchIn(here.folder, { ...here.clock, sleep })(['render'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('rendered 2 rows'),
    });
    expect(waited).toHaveLength(2);
  });

  it('that another process goes on writing is left alone, with 5', async () => {
    await add('A');
    await writeFile(join(here.folder, 'QUEUE.md.lock'), `${process.ppid}\n`);
    expect(await orch(['render'], { ORCH_BUSY_RETRIES: '0' })).toMatchObject({
      code: 5,
      err: expect.stringMatching(/^ERROR BUSY: .*QUEUE\.md\.lock/),
    });
  });

  it('that is missing cannot be imported', async () => {
    expect(await orch(['import'])).toMatchObject({
      code: 5,
      err: expect.stringContaining('expected a queue at'),
    });
  });
});
