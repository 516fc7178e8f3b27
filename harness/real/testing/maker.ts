/** Test support: a process of its own that makes a folder, so that it can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Maker {
  readonly maker: ChildProcess;
  /** What it printed. */
  readonly path: string;
}

/**
 * Starts a process that has `made` from a built module, by its path below `dist`, and answers once it has printed.
 * The script prints the path of the folder; the process stays until it is ended.
 */
export async function makerOf(
  made: string,
  { from, script }: { from: string; script: string },
): Promise<Maker> {
  const module = new URL(`../../../dist/${from}`, import.meta.url).href;
  const whole = `
    const { ${made} } = await import(${JSON.stringify(module)});
    setInterval(() => undefined, 1000);
    ${script}
  `;
  const maker = spawn(process.execPath, ['--input-type=module', '-e', whole], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [path] = await once(maker.stdout, 'data');
  return { maker, path: String(path) };
}
