/** One real child process each: the conversation, and everything that can go wrong with one. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isProtocolError } from '../protocol.js';
import { StdioActor } from './stdio-actor.js';
import { Supervisor } from './supervisor.js';
import { wallClock } from './wall-clock.js';

const supervisors: Supervisor[] = [];

afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) await supervisor.end();
});

/** A child that runs `script` with `reply(request)` and `requests(each)` at hand. */
function speaking(script: string, deadlineMs = 5_000): StdioActor {
  const supervisor = new Supervisor();
  supervisors.push(supervisor);
  const prelude = `
    const write = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
    const requests = (each) => require('node:readline').createInterface({ input: process.stdin })
      .on('line', (line) => each(JSON.parse(line)));
  `;
  return new StdioActor({
    name: 'w1',
    supervisor,
    clock: wallClock(),
    deadlineMs,
    launch: { command: [process.execPath, '-e', prelude + script], env: { GATE_SUT_ACTOR: 'w1' } },
  });
}

const obliging = 'requests(({ id }) => write({ id, ok: true, value: { requeued: [], exhausted: [] } }));';
const sweep = { op: 'sweep', args: {} } as const;

describe('an actor behind a process', () => {
  it('answers with what the process said', async () => {
    const actor = speaking(obliging);

    expect(await actor.invoke(sweep)).toEqual({ type: 'ok', value: { requeued: [], exhausted: [] } });
  });

  it('sends one request at a time even when asked for several at once', async () => {
    const actor = speaking(`
      let open = 0;
      requests(({ id }) => {
        open += 1;
        setTimeout(() => { write({ id, ok: true, value: { requeued: ['open-' + open], exhausted: [] } }); open -= 1; }, 20);
      });
    `);

    const answers = await Promise.all([actor.invoke(sweep), actor.invoke(sweep), actor.invoke(sweep)]);

    expect(answers).toEqual(Array(3).fill({ type: 'ok', value: { requeued: ['open-1'], exhausted: [] } }));
  });

  it('finds the actor name in its environment', async () => {
    const actor = speaking(`
      requests(({ id }) => write({ id, ok: true, value: { requeued: [process.env.GATE_SUT_ACTOR], exhausted: [] } }));
    `);

    expect(await actor.invoke(sweep)).toMatchObject({ value: { requeued: ['w1'] } });
  });

  it('completes as unknown when no answer comes before the deadline', async () => {
    const actor = speaking('requests(() => undefined);', 100);

    expect(await actor.invoke(sweep)).toEqual({ type: 'info', code: 'TIMEOUT' });
  });

  it('ignores the late answer to a call that is unknown already', async () => {
    const actor = speaking(
      `
      const unanswered = [];
      requests(({ id }) => {
        unanswered.push(id);
        if (id === 1) return;
        for (const each of unanswered) write({ id: each, ok: true, value: { requeued: ['' + each], exhausted: [] } });
      });
    `,
      15_000,
    );
    const lost = await actor.ask('sweep', {}, 50);

    const next = await actor.invoke(sweep);

    expect(lost).toBe('TIMEOUT');
    expect(next).toEqual({ type: 'ok', value: { requeued: ['2'], exhausted: [] } });
  });

  it('completes as unknown when the process is killed in mid-call', async () => {
    const actor = speaking('requests(() => undefined);');
    const call = actor.invoke(sweep);

    await actor.kill();

    expect(await call).toEqual({ type: 'info', code: 'CRASH' });
    expect(await actor.invoke(sweep)).toEqual({ type: 'info', code: 'CRASH' });
  });

  it('completes as unknown when the process ends by itself, and says how', async () => {
    const actor = speaking('requests(() => process.exit(3));');

    expect(await actor.invoke(sweep)).toEqual({ type: 'info', code: 'CRASH', says: 'exit code 3' });
  });

  it('completes as unknown when the program cannot be started, and keeps the reason', async () => {
    const supervisor = new Supervisor();
    supervisors.push(supervisor);
    const launch = { command: ['/nowhere/adapter'] as [string], env: {} };
    const actor = new StdioActor({ name: 'w1', supervisor, clock: wallClock(), deadlineMs: 1_000, launch });

    expect(await actor.invoke(sweep)).toEqual({
      type: 'info',
      code: 'CRASH',
      says: expect.stringContaining('ENOENT'),
    });
  });

  it('answers after a pause that ends before the deadline', async () => {
    const actor = speaking(obliging);
    await actor.invoke(sweep);
    actor.pause();
    const call = actor.invoke(sweep);

    actor.resume();

    expect(await call).toMatchObject({ type: 'ok' });
  });

  it('keeps only the end of what the process writes to stderr', async () => {
    const actor = speaking(`
      process.stderr.write('x'.repeat(300_000) + 'the end', () =>
        requests(({ id }) => write({ id, ok: true, value: { requeued: [], exhausted: [] } })));
    `);

    await actor.invoke(sweep);

    await vi.waitFor(() => expect(actor.log.endsWith('the end')).toBe(true));
    expect(actor.log.length).toBe(64 * 1024);
  });

  it('ends by itself after close', async () => {
    const actor = speaking(
      'requests(({ id }) => { write({ id, ok: true, value: null }); process.stdin.destroy(); });',
    );

    await actor.close();

    expect(supervisors[0]?.pids).toEqual([]);
  });

  it('is ended by force when it stays after close', async () => {
    const actor = speaking('requests(({ id }) => write({ id, ok: true, value: null }));');

    await actor.close();

    expect(supervisors[0]?.pids).toEqual([]);
  });
});

describe('a process that breaks the protocol', () => {
  it.each([
    [
      'a line that is not JSON',
      `process.stdout.write('ready\\n')`,
      /actor w1: expected a line of JSON, found ready/,
    ],
    [
      'a reply to another request',
      'write({ id: id + 1, ok: true, value: null })',
      /reply to request 1, found one to 2/,
    ],
    [
      'a value that is off',
      'write({ id, ok: true, value: { requeued: 1 } })',
      /answer to sweep is off \(requeued/,
    ],
    [
      'a line without an end',
      `process.stdout.write('x'.repeat(2_000_000))`,
      /lines of at most 1048576 bytes/,
    ],
  ])('ends the run with %s', async (_what, answer, message) => {
    const actor = speaking(`requests(({ id }) => { ${answer}; });`);

    const failure = await actor.invoke(sweep).catch((error: unknown) => error);

    expect(isProtocolError(failure)).toBe(true);
    expect(String(failure)).toMatch(message);
    expect(actor.broken).toBe(failure);
    await expect(actor.invoke(sweep)).rejects.toBe(failure);
  });

  it.each([
    ['in the same breath', 'process.stdout.write(answer + "bye\\n"); process.stdin.destroy();'],
    [
      'as the last thing it does',
      'process.stdout.write(answer); process.stdin.destroy(); process.on("exit", () => require("node:fs").writeSync(1, "bye\\n"));',
    ],
  ])('is found out when it does so after the answer to close, %s', async (_when, farewell) => {
    const actor = speaking(
      `requests(({ id }) => { const answer = JSON.stringify({ id, ok: true, value: null }) + '\\n'; ${farewell} });`,
    );

    await expect(actor.close()).rejects.toThrow('actor w1: expected a line of JSON, found bye');
  });

  it('is remembered also when it speaks unasked', async () => {
    const actor = speaking(`
      requests(({ id }) => { const reply = { id, ok: true, value: { requeued: [], exhausted: [] } }; write(reply); write(reply); });
    `);

    await actor.invoke(sweep);
    const failure = await actor.invoke(sweep).catch((error: unknown) => error);

    expect(isProtocolError(failure)).toBe(true);
  });
});
