/** The built `orch serve`: its line of address, its refusals, and its end on a signal. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../store/open.js';
import { systemClock } from '../../time.js';

const orch = fileURLToPath(new URL('../../../dist/bin/orch.js', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orch-serve-'));
  const terms = { clock: systemClock, actor: 'operator:init', whenMissing: 'create' } as const;
  await (await openStore(join(folder, 'db/queue.db'), terms)).close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function serve(...argv: string[]) {
  const child = spawn(process.execPath, [orch, 'serve', '--port', '0', ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      if (said.out.includes('\n')) resolve(said.out.slice(0, said.out.indexOf('\n')));
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...said })),
  );
  return { child, firstLine, ended };
}

it('says where it listens, serves, and ends with 0 when it is told to', async () => {
  const { child, firstLine, ended } = serve('--no-token', '--json');
  const { url, access } = JSON.parse(await firstLine);
  expect(access).toBe('this machine');
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ok: true });
  const page = await fetch(url);
  expect(await page.text()).toContain('<title>Queue</title>');
  child.kill('SIGTERM');
  const { code, out, err } = await ended;
  expect([code, out.split('\n')[1]]).toEqual([0, '{"stopped":true}']);
  const log = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(log.map(({ message }) => message)).toEqual([
    'listening',
    'request',
    'request',
    'stopping',
    'stopped',
  ]);
});

it('does not start without a token, nor beyond this machine by --no-token', async () => {
  const refusals = await Promise.all([serve().ended, serve('--no-token', '--host', '0.0.0.0').ended]);
  expect(refusals.map(({ code, out }) => [code, out])).toEqual([
    [2, ''],
    [2, ''],
  ]);
  expect(refusals[0].err).toMatch(
    /^ERROR CONFIG: expected a token of 16 or more printable characters, found none — set ORCH_HTTP_TOKEN[^\n]*\n$/,
  );
  expect(refusals[1].err).toMatch(
    /^ERROR CONFIG: expected --no-token with a loopback address only, got 0\.0\.0\.0[^\n]*\n$/,
  );
});

it('does not start without a store, and makes none', async () => {
  const refused = await serve('--no-token', '--db', 'none.db').ended;
  expect([refused.code, refused.out]).toEqual([5, '']);
  expect(refused.err).toMatch(/^ERROR STORE_UNAVAILABLE: expected a task store at [^\n]*orch init[^\n]*\n$/);
  expect(await readdir(folder)).not.toContain('none.db');
});
