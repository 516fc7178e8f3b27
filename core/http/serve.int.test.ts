/** The interface behind a real socket: what only a connection can show. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft } from '../store/contract/bench.js';
import { openStore } from '../store/open.js';
import { milliseconds, systemClock } from '../time.js';
import { tokenFor } from './access.js';
import { livePage } from './page.js';
import { statusOf } from './refusal.js';
import { startServer, type TestServer, TOKEN } from './testing/server.js';

const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

let folder = '';
let server: TestServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-'));
  server = await startServer({ folder, requestTimeout: milliseconds(500) });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A raw connection, and all it has heard until the server ended it. */
function dial(): { readonly socket: Socket; readonly heard: Promise<string> } {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (more) => {
    text += more;
  });
  return { socket, heard: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

const half = JSON.stringify(draft('A')).slice(0, 20);
const rest = JSON.stringify(draft('A')).slice(20);
const head = [
  'POST /v1/tasks HTTP/1.1',
  'Host: 127.0.0.1',
  `Authorization: Bearer ${TOKEN}`,
  'Content-Type: application/json',
  `Content-Length: ${half.length + rest.length}`,
].join('\r\n');

describe('a server behind a socket', () => {
  it('streams what another process does to the store', async () => {
    const response = await fetch(`${server.url}/v1/events/stream`, { headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes(': follows')) text += (await reader?.read())?.value ?? '';
    const other = await openStore(join(folder, 'queue.db'), {
      clock: systemClock,
      actor: 'operator:other',
      whenMissing: 'refuse',
    });
    await other.enqueue(draft('A'));
    await other.close();
    while (!text.includes('id: 1')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('"actor":"operator:other"');
    await reader?.cancel();
  });

  it('finishes what it was asked before it stops, and ends streams', async () => {
    const stream = await fetch(`${server.url}/v1/events/stream`, { headers });
    const { socket, heard } = dial();
    socket.write(`${head}\r\n\r\n${half}`);
    await fetch(`${server.url}/healthz`);
    const stopped = server.stop();
    socket.write(rest);
    expect(await heard).toMatch(/^HTTP\/1\.1 201 Created\r\n[\s\S]*connection: close[\s\S]*"id":"A"/i);
    await stopped;
    expect(await stream.text()).toContain(': follows');
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('gives up on a request that does not arrive', async () => {
    const { socket, heard } = dial();
    socket.write(`${head}\r\n\r\n${half}`);
    expect(await heard).toMatch(
      /^HTTP\/1\.1 408 [\s\S]*\r\n\r\n{"code":"NOT_ARRIVED","message":"[^"]+","hint":"[^"]+"}$/,
    );
    expect((await fetch(`${server.url}/v1/tasks/A`, { headers })).status).toBe(404);
  });

  it.each([
    ['has left', (socket: Socket) => void socket.destroy()],
    ['sends no more', () => undefined],
  ])('counts a request whose sender %s as given up, and not as a bug', async (_, end) => {
    const { socket, heard } = dial();
    socket.write(`${head}\r\n\r\n${half}`);
    await fetch(`${server.url}/healthz`);
    end(socket);
    await heard;
    const scrape = async () => (await fetch(`${server.url}/metrics`, { headers })).text();
    const given = 'count{method="POST",route="/v1/tasks",status="408"} 1';
    while (!(await scrape()).includes('route="/v1/tasks"'));
    expect(await scrape()).toContain(given);
    expect(server.lines.filter((line) => !line.includes('"level":"info"'))).toEqual([]);
  });

  it.each([
    ['is no HTTP', 'HELLO\r\n\r\n', 'INVALID'],
    ['has no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 'INVALID'],
    ['has a head without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n`, 'TOO_LARGE'],
  ] as const)('refuses what %s in the form of every error', async (_, text, code) => {
    const { socket, heard } = dial();
    socket.write(text);
    const [top = '', body = ''] = (await heard).split('\r\n\r\n');
    expect(top).toMatch(new RegExp(`^HTTP/1.1 ${statusOf(code)} [^]*nosniff`));
    expect(JSON.parse(body)).toEqual({ code, message: expect.any(String), hint: expect.any(String) });
  });

  it("claims nothing more once the day's tokens are used up, and tells its log once", async () => {
    const strict = await startServer({ folder, dayBudget: { softTokens: 7, hardTokens: 7 } });
    const post = (path: string, body: object) =>
      fetch(`${strict.url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    for (const id of ['A', 'B']) await post('tasks', draft(id));
    await post('claim', { holder: 'w1' });
    await post('tasks/A/report', { holder: 'w1', fence: 1, report: { tokens: 7, text: null } });
    for (const _ of [1, 2]) {
      expect(await (await post('claim', { holder: 'w1' })).json()).toEqual({
        task: null,
        reason: 'day_budget',
      });
    }
    expect(strict.lines.filter((line) => line.includes('"spent":7,"hardTokens":7'))).toHaveLength(1);
    await strict.stop();
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startServer({ folder, port })).rejects.toMatchObject({
      code: 'CONFIG',
      message: `expected 127.0.0.1 port ${port} to be free for this server, found EADDRINUSE`,
    });
  });
});

describe('what is read from disk', () => {
  it('is the token of --token-file, without its line break', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, `${TOKEN}\n`);
    const terms = { host: '0.0.0.0', env: {}, without: 'refuse' } as const;
    expect(tokenFor({ ...terms, tokenFile })).toBe(TOKEN);
    expect(() => tokenFor({ ...terms, tokenFile: `${tokenFile}-none` })).toThrowError(
      expect.objectContaining({
        message: expect.stringContaining('expected --token-file'),
        hint: expect.stringContaining('ORCH_HTTP_TOKEN'),
      }),
    );
  });

  it('is the page, under a policy that runs its own script and no other', () => {
    const { html, policy } = livePage();
    const [, script = ''] = /<script type="module">([\s\S]*)<\/script>/.exec(html) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).not.toContain('unsafe');
    expect(html).not.toMatch(/\son\w+=|https?:\/\/(?!www\.w3\.org\/2000\/svg)|innerHTML/);
  });
});
