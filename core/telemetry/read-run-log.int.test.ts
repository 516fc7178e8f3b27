import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRunLog } from './read-run-log.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('readRunLog', () => {
  it('counts runs and errors, and what is no JSON object as malformed', async () => {
    const lines = [
      '{"event":"run_start"}',
      '{"event":"run_end","status":"ok"}',
      '{"event":"run_end","status":"error"}',
      '',
      '[1]',
      'null',
      '{"event":"run_e',
    ];
    await writeFile(join(folder, 'log'), lines.join('\n'));
    expect(await readRunLog(join(folder, 'log'))).toEqual({ runs: 2, errors: 1, malformed: 3 });
  });

  it('takes a line too long to be held for malformed, and reads on behind it', async () => {
    const log = join(folder, 'log');
    await writeFile(log, '');
    await truncate(log, 2 ** 29);
    await appendFile(log, '\n{"event":"run_end","status":"ok"}\n');
    expect(await readRunLog(log)).toEqual({ runs: 1, errors: 0, malformed: 1 });
  });

  it('leaves the runs of a command out when it is told to', async () => {
    const lines = ['ops health', 'add', 'ops health'].map((command) =>
      JSON.stringify({ event: 'run_end', status: 'error', command }),
    );
    await writeFile(join(folder, 'log'), lines.join('\n'));
    const summary = await readRunLog(join(folder, 'log'), { leaveOut: 'ops health' });
    expect(summary).toEqual({ runs: 1, errors: 1, malformed: 0 });
  });

  it('knows a missing log from one that cannot be read', async () => {
    expect(await readRunLog(join(folder, 'none'))).toBeNull();
    await expect(readRunLog(folder)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
