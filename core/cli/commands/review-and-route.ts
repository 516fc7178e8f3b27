/** `orch review-and-route`: judges a run's report against its criteria and moves the task accordingly. */
import { type Command, Option } from 'commander';
import { UsageError } from '../../errors.js';
import type { FencingToken, TaskId } from '../../task/task.js';
import { EXIT } from '../exit.js';
import { idArgument, textArgument, tokenArgument } from '../options/arguments.js';
import { readReport } from '../options/report-options.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options {
  readonly id: TaskId;
  readonly token: FencingToken;
  readonly successCriteria?: string;
  readonly report?: string;
  readonly reportText?: string;
}

export function addReviewAndRoute(parent: Command, bind: Bind): void {
  parent
    .command('review-and-route')
    .description('judge a report against the success criteria; the task is done, tried again or blocked')
    .requiredOption('--id <id>', 'the task', idArgument)
    .requiredOption('--token <n>', 'the run that was reviewed, as pick printed it', tokenArgument)
    .option('--success-criteria <text>', "what must be covered; absent: the task's own", textArgument)
    .addOption(new Option('--report <path>', 'the report, in a file').conflicts('reportText'))
    .option('--report-text <text>', 'the report itself')
    .action(bind(reviewAndRoute));
}

const reviewAndRoute: Action<Options> = async (options, context) => {
  const { id, token, successCriteria } = options;
  const handedIn = {
    report: reportIn(options),
    ...(successCriteria === undefined ? {} : { criteria: successCriteria }),
  };
  const terms = { actor: 'reviewer:orch', whenMissing: 'refuse' } as const;
  const { review, task } = await withStore(context, terms, (store) =>
    store.review({ taskId: id, fence: token }, handedIn),
  );
  return answer(
    { id, status: task.status, ...review, nextAction: task.nextAction },
    ({ status, verdict, reasons, missing }) =>
      [
        `${id} -> ${status} (${verdict})`,
        `reasons: ${reasons.join(' ')}`,
        ...missing.map((criterion) => `missing: ${criterion}`),
      ].join('\n'),
    { taskId: id, exitCode: review.verdict === 'BLOCK' ? EXIT.found : EXIT.done },
  );
};

function reportIn({ report, reportText }: Options): string {
  if (reportText !== undefined) return reportText;
  if (report !== undefined) return readReport(report);
  throw new UsageError('expected --report <path> or --report-text <text>, found neither', {
    hint: 'give one of them; see: orch review-and-route --help',
  });
}
