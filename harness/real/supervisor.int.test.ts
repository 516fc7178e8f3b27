/** Nothing that was started may outlive its starter, whichever way the starter ends. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Child, Supervisor } from './supervisor.js';

const harnesses: ChildProcess[] = [];

afterEach(() => {
  for (const harness of harnesses.splice(0)) harness.kill('SIGKILL');
});

const idle = ['-e', 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000)'];

/** How `ps` tells a process: `T` when it is stopped, `Z` when it has ended and nobody took notice, empty when gone. */
function stateOf(pid: number): string {
  return spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' }).stdout.slice(0, 1);
}

function isAlive(pid: number): boolean {
  return !['', 'Z'].includes(stateOf(pid));
}

/** A shell that has the deaf process as its child, prints the child's id and waits for it. */
const wrapped = ['/bin/sh', '-c', '"$@" & echo $!; wait', 'wrapper', process.execPath, ...idle] as const;

/** The id that a wrapper prints. */
async function wrappedPid(child: Child): Promise<number> {
  const [line] = await once(child.stdout, 'data');
  return Number(line);
}

/**
 * A process of its own that supervises two deaf children, one of them stopped, and a wrapper of a third. It prints the
 * ids of all three and of the wrapper.
 */
async function harnessWithChildren() {
  const module = new URL('../../dist/harness/real/supervisor.js', import.meta.url).href;
  const script = `
    const { Supervisor } = await import(${JSON.stringify(module)});
    const supervisor = new Supervisor();
    const start = () => supervisor.start({ command: [process.execPath, ...${JSON.stringify(idle)}], env: {} });
    const wrapper = supervisor.start({ command: ${JSON.stringify(wrapped)}, env: {} });
    const wrapped = await new Promise((resolve) => wrapper.stdout.once('data', (line) => resolve(Number(line))));
    const pids = [start().pid, start().pid, wrapper.pid, wrapped];
    supervisor.signal(pids[0], 'SIGSTOP');
    console.log(JSON.stringify(pids));
    setInterval(() => undefined, 1000);
  `;
  const harness = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  harnesses.push(harness);
  const [line] = await once(harness.stdout, 'data');
  return { harness, pids: JSON.parse(String(line)) as readonly number[] };
}

describe('the supervisor', () => {
  it('ends every process, also a stopped one', async () => {
    const supervisor = new Supervisor();
    const [first, second] = [1, 2].map(() =>
      supervisor.start({ command: [process.execPath, ...idle], env: {} }),
    );
    supervisor.signal(first?.pid ?? 0, 'SIGSTOP');

    await supervisor.end();

    expect(supervisor.pids).toEqual([]);
    expect([first?.signalCode, second?.signalCode]).toEqual(['SIGKILL', 'SIGKILL']);
  });

  it('stops, continues and kills what a wrapper runs, with the wrapper', async () => {
    const supervisor = new Supervisor();
    const wrapper = supervisor.start({ command: wrapped, env: {} });
    const pid = await wrappedPid(wrapper);

    supervisor.signal(wrapper.pid ?? 0, 'SIGSTOP');
    await vi.waitFor(() => expect(stateOf(pid)).toBe('T'));
    supervisor.signal(wrapper.pid ?? 0, 'SIGCONT');
    await vi.waitFor(() => expect(stateOf(pid)).not.toBe('T'));
    supervisor.signal(wrapper.pid ?? 0, 'SIGKILL');

    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    await supervisor.end();
  });

  it('ends what a process that ended by itself left behind', async () => {
    const supervisor = new Supervisor();
    const wrapper = supervisor.start({
      command: ['/bin/sh', '-c', '"$@" & echo $!', 'wrapper', process.execPath, ...idle],
      env: {},
    });

    const pid = await wrappedPid(wrapper);

    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    await supervisor.end();
  });

  it('signals only what it started and what is still there', async () => {
    const supervisor = new Supervisor();
    const child = supervisor.start({ command: [process.execPath, '-e', ''], env: {} });
    await once(child, 'exit');

    expect(supervisor.signal(child.pid ?? 0, 'SIGCONT')).toBe(false);
    expect(supervisor.signal(process.pid, 'SIGCONT')).toBe(false);
    await supervisor.end();
  });

  it('leaves no listener on the process behind', async () => {
    const before = process.listenerCount('SIGTERM');
    const supervisor = new Supervisor();
    supervisor.start({ command: [process.execPath, ...idle], env: {} });

    await supervisor.end();

    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'leaves no process when the harness gets %s',
    async (signal) => {
      const { harness, pids } = await harnessWithChildren();
      const alive = pids.map(isAlive);

      harness.kill(signal);

      expect(alive).toEqual([true, true, true, true]);
      await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 5_000 });
    },
  );

  it('says that it was interrupted, and ends as the signal would have ended it', async () => {
    const { harness } = await harnessWithChildren();
    const said = once(harness.stderr, 'data');

    harness.kill('SIGINT');

    expect(String(await said)).toContain('interrupted by SIGINT: every process that was started is ended');
    await vi.waitFor(() => expect(harness.exitCode).toBe(130));
  });
});
