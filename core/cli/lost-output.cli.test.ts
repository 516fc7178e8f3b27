/** The built programs, when nobody takes what they print: on a full disk, or behind a pipe whose reader is gone. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { taskId } from '../task/ids.js';
import { ProgramsInFolder } from './testing/programs-in-folder.js';

let bench: ProgramsInFolder;
beforeEach(async () => {
  bench = await ProgramsInFolder.open();
  await bench.add('A', 'B', 'C');
});
afterEach(() => bench.end());

const WORK = ['work', '--owner-session', 'w1', '--exec', 'sleep 0.2'];

/** What the run log says of the end of the latest command. */
async function latestEnd(): Promise<unknown> {
  const lines = (await bench.says('logs/orch_runs.jsonl')).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '');
}

async function statuses(): Promise<readonly (string | undefined)[]> {
  return Promise.all(['A', 'B', 'C'].map(async (id) => (await bench.taskOf(id))?.status));
}

describe('a worker that cannot print', () => {
  it('ends in good order when there is no room: it holds no task, and ends with 4 and one line', async () => {
    const { code, err } = await bench.intoFull('orch', WORK);
    expect(code).toBe(4);
    expect(err).toMatch(/^ERROR OUTPUT: [^\n]+\(ENOSPC\)[^\n]+\n$/);
    expect(await statuses()).not.toContain('IN_PROGRESS');
    expect(await latestEnd()).toMatchObject({ event: 'run_end', command: 'work', exit_code: 4 });
  });

  it('ends in good order when its reader is gone, and that is no problem', async () => {
    const { child, ended } = bench.start('orch', WORK);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(await statuses()).not.toContain('IN_PROGRESS');
    expect(await latestEnd()).toMatchObject({ event: 'run_end', command: 'work', exit_code: 0 });
  });

  it('works on when only its standard error is gone', async () => {
    const { child, ended } = bench.start('orch', [...WORK, '--log-format', 'json', '--until-idle']);
    child.stderr.destroy();
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('worked=3 done=3') });
  });
});

describe('an answer that cannot be printed', () => {
  it('is a problem of a command that had none, whose change stands', async () => {
    const picked = await bench.intoFull('orch', ['pick', '--owner-session', 'me']);
    expect(picked).toMatchObject({ code: 4, err: expect.stringContaining('what was done stays done') });
    expect(await bench.taskOf('A')).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await bench.intoFull('orch', ['--help'])).toMatchObject({ code: 4 });
  });

  it('leaves a verdict its code, and takes a sound one for one that could not be told', async () => {
    await bench.orch(['render']);
    expect(await bench.intoFull('ops', ['health', '--allow-empty'])).toMatchObject({ code: 30 });
    await bench.withStore((store) => store.operate({ kind: 'cancel', id: taskId('A'), by: 'me' }));
    expect(await bench.intoFull('ops', ['health', '--allow-empty'])).toMatchObject({ code: 10 });
  });

  it('is no problem when the reader has seen enough', async () => {
    for (const look of ['list', 'events']) {
      const { child, ended } = bench.start('orch', [look]);
      child.stdout.destroy();
      expect(await ended, look).toMatchObject({ code: 0, err: '' });
    }
  });
});
