/** `orch enforce-guardrails`: judges a worker's report and token use from outside, and blocks the task if it must. */
import type { Command } from 'commander';
import { weighed } from '../../engine/settle.js';
import type { TaskId } from '../../task/task.js';
import { EXIT } from '../exit.js';
import { idArgument, wholeArgument } from '../options/arguments.js';
import { readReport } from '../options/report-options.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options {
  readonly id: TaskId;
  readonly report: string;
  readonly currentTokens: number;
  readonly exitZero?: true;
}

export function addEnforceGuardrails(parent: Command, bind: Bind): void {
  parent
    .command('enforce-guardrails')
    .description('judge a report and its tokens; BLOCK blocks the task')
    .requiredOption('--id <id>', 'the task', idArgument)
    .requiredOption('--report <path>', 'the compact report')
    .requiredOption('--current-tokens <n>', 'tokens used so far', wholeArgument(0, 1_000_000_000))
    .option('--soft <n>', 'tokens above which the worker must summarise')
    .option('--hard <n>', 'tokens above which the task is blocked')
    .option('--exit-zero', 'end with 0 also when the decision is BLOCK')
    .action(bind(enforceGuardrails));
}

const enforceGuardrails: Action<Options> = async ({ id, report, currentTokens, exitZero }, context) => {
  const handedIn = await weighed({ tokens: currentTokens, text: readReport(report) });
  const terms = { actor: 'guardrail:orch', whenMissing: 'refuse' } as const;
  const verdict = await withStore(context, terms, (store) => store.enforce(id, handedIn));
  const found = verdict.action === 'BLOCK' && exitZero !== true;
  return answer(
    { id, ...verdict },
    ({ state, action, violations }) =>
      [
        `item=${id} state=${state} action=${action} violations=${violations.length}`,
        ...violations.map(({ code, severity, message }) => `${severity} ${code}: ${message}`),
        ...(verdict.applied ? [] : ['not applied: the task is settled']),
      ].join('\n'),
    { taskId: id, exitCode: found ? EXIT.found : EXIT.done },
  );
};
