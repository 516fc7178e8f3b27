/** Commands that compare, judge and import, against a real store and a real QUEUE.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';

const here = freshOrch();
const { orch } = here;
const add = (id: string) =>
  orch(['add', '--id', id, '--priority', 'P1', '--task', `일 ${id}`, '--success-criteria', 'x']);
const finish = async (id: string) => {
  await orch(['pick', '--owner-session', 'me']);
  return orch(['done', '--id', id, '--owner-session', 'me', '--token', '1', '--notes', 'a | b']);
};
async function edit(change: (text: string) => string): Promise<void> {
  const path = join(here.folder, 'QUEUE.md');
  await writeFile(path, change(await readFile(path, 'utf8')));
}

describe('consistency-check', () => {
  it('finds a fresh rendering consistent, also in depth', async () => {
    for (const id of ['A', 'B', 'C']) await add(id);
    await finish('A');
    await orch(['pick', '--owner-session', 'me']);
    await orch(['render']);
    expect(await orch(['ops', 'consistency-check'])).toMatchObject({
      code: 0,
      out: 'consistency ok total=3\n',
    });
    const deep = await orch(['ops', 'consistency-check', '--deep', '--queue-path', 'QUEUE.md']);
    expect(deep).toMatchObject({ code: 0, out: 'consistency ok total=3 deep\n' });
  });

  it('counts and names what differs, and ends with 4', async () => {
    for (const id of ['A', 'B']) await add(id);
    await orch(['render']);
    await edit((text) => text.replace('일 A', '딴 일').replace('| B |', '| X |'));
    expect(await orch(['ops', 'consistency-check'])).toMatchObject({
      code: 4,
      out: [
        'consistency mismatch missing_in_db=1 missing_in_md=1 field_mismatch=1',
        'missing_in_db X',
        'missing_in_md B',
        'field_mismatch A task md="딴 일" db="일 A"',
        '',
      ].join('\n'),
    });
  });

  it('finds a row that was changed behind the log', async () => {
    await add('A');
    await orch(['render']);
    const db = new SqliteDatabase(join(here.folder, 'db/queue.db'));
    db.exec(`update task set retries = 2`);
    db.close();
    const deep = await orch(['ops', 'consistency-check', '--deep']);
    expect(deep).toMatchObject({
      code: 4,
      out: expect.stringContaining('finding task A has retries 2, its events say 0'),
    });
  });

  it('takes a missing file or store for unavailable, not for a mismatch', async () => {
    await orch(['init']);
    expect(await orch(['ops', 'consistency-check'])).toMatchObject({ code: 5, out: '' });
    await orch(['render']);
    expect(await orch(['ops', 'consistency-check', '--db-path', 'none.db'])).toMatchObject({
      code: 5,
      out: '',
    });
  });
});

describe('health', () => {
  it('is 30 while there is nothing to judge, and 0 for an empty system that may be empty', async () => {
    expect(await orch(['ops', 'health'])).toMatchObject({
      code: 30,
      out: expect.stringMatching(/^HEALTH_ERROR ERROR /),
    });
    await orch(['init']);
    await orch(['render']);
    expect(await orch(['ops', 'health'])).toMatchObject({
      code: 30,
      out: expect.stringMatching(/^HEALTH_ERROR no task has ended; work on a task, or .*--allow-empty\n$/),
    });
    for (const time of ['first', 'second']) {
      expect(await orch(['ops', 'health', '--log-path', 'new.jsonl']), time).toMatchObject({
        code: 30,
        out: expect.stringMatching(
          /^HEALTH_ERROR no run of another command is in .*new\.jsonl; work on a task, or .*\n$/,
        ),
      });
    }
    expect(await orch(['ops', 'health', '--allow-empty'])).toMatchObject({ code: 0, out: 'HEALTH_OK\n' });
  });

  it('is 10 for a mismatch before it is 20 for a limit', async () => {
    await add('A');
    await orch(['render']);
    await finish('A');
    expect(await orch(['ops', 'health'])).toMatchObject({
      code: 10,
      out: expect.stringMatching(
        /^HEALTH_FAIL consistency mismatch .*field_mismatch=2\nfield_mismatch A status /,
      ),
    });
    await orch(['render']);
    expect(await orch(['ops', 'health', '--deep'])).toMatchObject({ code: 0, out: 'HEALTH_OK\n' });
    await add('B');
    await orch(['pick', '--owner-session', 'me']);
    await orch(['render']);
    here.clock.advance(900_000);
    expect(await orch(['ops', 'health'])).toMatchObject({
      code: 20,
      out: 'HEALTH_WARN alert stale_in_progress: 1 is above 0\n',
    });
  });

  it('takes a task for late when it took longer than a run may', async () => {
    await add('A');
    await orch(['pick', '--owner-session', 'me']);
    here.clock.advance(600_000);
    await orch(['done', '--id', 'A', '--owner-session', 'me', '--token', '1', '--notes', 'ok']);
    await orch(['render']);
    expect(await orch(['ops', 'health'])).toMatchObject({ code: 0, out: 'HEALTH_OK\n' });
    expect(await orch(['ops', 'health'], { ORCH_RUN_TIMEOUT_SECONDS: '300' })).toMatchObject({
      code: 20,
      out: 'HEALTH_WARN alert latency_p95_ms: 600000 is above 300000\n',
    });
  });

  it('is 30 for a bad limit or flag', async () => {
    const bad = await orch(['ops', 'health', '--max-failure-rate', 'low']);
    expect(bad).toMatchObject({ code: 30, err: expect.stringMatching(/^HEALTH_ERROR ERROR CONFIG: /) });
    const mistyped = await orch(['ops', 'health', '--jsn']);
    expect(mistyped).toMatchObject({ code: 30, err: expect.stringMatching(/^HEALTH_ERROR ERROR USAGE: /) });
  });
});

describe('migrate', () => {
  it('shows its plan without making a store, and overwrites by force alone', async () => {
    await add('A');
    await orch(['render']);
    const plan = await orch(['migrate', '--dry-run', '--db', 'new.db']);
    expect(plan.out).toMatch(/^would import 1 rows .* skipped 0 that exist\n$/);
    expect(await orch(['list', '--db', 'new.db'])).toMatchObject({ code: 5 });
    await edit((text) => text.replace('일 A', '딴 일'));
    expect((await orch(['migrate'])).out).toContain('imported 0 rows');
    expect((await orch(['migrate', '--force', '--dry-run'])).out).toContain('overwrote 1, skipped 0');
    expect((await orch(['list'])).out).toContain('일 A');
    await orch(['migrate', '--force']);
    expect((await orch(['list'])).out).toBe('A\tPENDING\tP1\t딴 일\n');
    expect(await orch(['ops', 'consistency-check', '--deep'])).toMatchObject({ code: 0 });
  });

  it('refuses by force to touch work that runs', async () => {
    await add('A');
    await orch(['render']);
    await orch(['pick', '--owner-session', 'me']);
    expect(await orch(['migrate', '--force'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('IN_PROGRESS'),
    });
  });
});

describe('intake', () => {
  it('shows a plan without writing, and submits it under the next ids', async () => {
    expect(await orch(['intake', 'plan', '--request', '설계 및 구현 및 검증 및 배포'])).toMatchObject({
      code: 0,
      out: 'planned=3\n1. 설계\n2. 구현\n3. 검증\nleft out: 1 more; raise --parallel to take them in\n',
    });
    expect(await orch(['list'])).toMatchObject({ code: 5 });
    await add('ORCH-041');
    const request = [
      '--request',
      'write it, read it',
      '--priority',
      'P0',
      '--due-at-kst',
      '2026-02-01 09:00',
    ];
    expect(await orch(['intake', 'submit', ...request])).toMatchObject({
      code: 0,
      out: 'created=2 ids=ORCH-042,ORCH-043\n1. write it\n2. read it\n',
    });
    const { task } = JSON.parse((await orch(['show', '--id', 'ORCH-042', '--json'])).out);
    expect(task).toMatchObject({
      priority: 'P0',
      successCriteria: 'write it',
      notes: 'nl_intake:20260101-0900',
    });
    expect(await orch(['intake', 'submit', '--request', 'x y', '--parallel', '0'])).toMatchObject({
      code: 2,
    });
  });
});
