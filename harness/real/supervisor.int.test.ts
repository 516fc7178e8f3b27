/** Nothing that was started may outlive its starter, whichever way the starter ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Supervisor } from './supervisor.js';

const harnesses: ChildProcess[] = [];

afterEach(() => {
  for (const harness of harnesses.splice(0)) harness.kill('SIGKILL');
});

const idle = ['-e', 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000)'];

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** A process of its own that supervises two deaf children, one of them stopped, and prints their ids. */
async function harnessWithChildren(): Promise<{ harness: ChildProcess; pids: readonly number[] }> {
  const module = new URL('../../dist/harness/real/supervisor.js', import.meta.url).href;
  const script = `
    const { Supervisor } = await import(${JSON.stringify(module)});
    const supervisor = new Supervisor();
    const start = () => supervisor.start({ command: [process.execPath, ...${JSON.stringify(idle)}], env: {} });
    const pids = [start().pid, start().pid];
    supervisor.signal(pids[0], 'SIGSTOP');
    console.log(JSON.stringify(pids));
    setInterval(() => undefined, 1000);
  `;
  const harness = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  harnesses.push(harness);
  const [line] = await once(harness.stdout, 'data');
  return { harness, pids: JSON.parse(String(line)) };
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

      expect(alive).toEqual([true, true]);
      await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 5_000 });
    },
  );
});
