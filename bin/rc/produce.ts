/**
 * Makes evidence: each item by the very command the plan names, as a process of its own.
 * A command that fails stops nothing; the judge reads what it left. What it printed is kept in a log.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import { ENDS_WITH_PARENT } from './ends-with-parent.js';

/** One piece of work: what it is called, what to type, and how long it usually takes. */
export interface Step {
  readonly title: string;
  /** As a person types it: `npx gate …`. */
  readonly command: string;
  readonly takesMs: number | null;
}

export interface ProduceTerms {
  readonly projectRoot: string;
  /** Absolute path of this program, which stands for `npx gate`. */
  readonly program: string;
  /** Folder for what the steps print. */
  readonly logs: string;
  readonly quiet: 'quiet' | 'progress';
}

/** Steps that run one after the other, beside those of other lanes. */
export interface Lane {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** Runs the lanes side by side, showing for each the step, the time it took and what comes next. */
export async function produce(lanes: readonly Lane[], terms: ProduceTerms): Promise<void> {
  mkdirSync(terms.logs, { recursive: true });
  const options = { exitOnError: false, rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false } };
  const list = new Listr(
    lanes
      .filter(({ steps }) => steps.length > 0)
      .map(({ title, steps }) => ({
        title,
        task: (_: unknown, task) => task.newListr(tasksOf(steps, terms), { concurrent: false, ...options }),
      })),
    {
      concurrent: true,
      ...options,
      renderer: terms.quiet === 'quiet' ? 'silent' : 'default',
      fallbackRenderer: terms.quiet === 'quiet' ? 'silent' : 'simple',
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  await list.run();
}

function tasksOf(steps: readonly Step[], terms: ProduceTerms): ListrTask[] {
  return steps.map((step, index) => ({
    title: `${index + 1}/${steps.length} ${step.title}${usual(step)}`,
    task: async (_, task) => {
      const next = steps[index + 1];
      task.output = next === undefined ? 'next: the verdict' : `next: ${next.title}`;
      const exitCode = await run(step, terms);
      if (exitCode !== 0) task.title = `${task.title} - exit ${exitCode}, see the verdict`;
    },
  }));
}

function usual(step: Step): string {
  return step.takesMs === null ? '' : ` (about ${Math.max(1, Math.round(step.takesMs / 1000))} s)`;
}

async function run(step: Step, terms: ProduceTerms): Promise<number> {
  const words = step.command.split(' ').slice(2);
  const log = openSync(join(terms.logs, `${step.title.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.log`), 'a');
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [terms.program, ...words], {
        cwd: terms.projectRoot,
        stdio: ['pipe', log, log],
        env: { ...process.env, [ENDS_WITH_PARENT]: '1' },
      });
      const stop = () => child.kill('SIGTERM');
      process.once('SIGTERM', stop);
      child.once('error', reject);
      child.once('close', (code) => {
        process.removeListener('SIGTERM', stop);
        resolve(code ?? 70);
      });
    });
  } finally {
    closeSync(log);
  }
}
