/**
 * INV-08: a report strictly above the hard limit is answered BLOCK and blocks the task until an operator acts;
 * a report at or below it never does. Judged by tokens alone: the harness sends well-formed report texts.
 */
import type { FinalState, History, TaskRow } from '../../../gates/record/history.js';
import { isOk, lineOf, mayHaveHappened, type OkCall, precedes } from '../../history/calls.js';
import { clockSlackMs, leaseLastsUntil, operatorsBetween } from '../../history/holds.js';
import {
  acknowledged,
  type Claim,
  type FencedCall,
  type Stories,
  storiesOf,
  type TaskStory,
} from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** Exceeding the hard budget blocks the task and ends its run; nothing else blocks. */
export const hardBudgetBlocks: Checker = {
  invariant: 'INV-08',
  name: 'hard-budget-blocks',
  needs: 'budget',
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: hardReports(history),
      lacking: 'no report above the hard limit was answered',
    }),
};

type Report = OkCall<'report'>;
const END = { end: Infinity, endedAt: Infinity } as const;

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  const { hardTokens } = history.header.knobs;
  const stories = storiesOf(history);
  const slackMs = clockSlackMs(history);
  const rows = new Map(final.tasks.map((row) => [row.task, row]));
  for (const story of stories.tasks.values()) {
    const row = rows.get(story.id);
    for (const report of acknowledged(story, 'report')) {
      if (report.args.tokens <= hardTokens) yield* needlessBlock(story, report, hardTokens);
      else yield* unenforced({ story, report, row, stories, slackMs }, hardTokens);
    }
    if (row?.status === 'BLOCKED') yield* groundlessBlock(story, hardTokens);
  }
}

function* needlessBlock(story: TaskStory, report: Report, hardTokens: number): Iterable<Accusation> {
  if (report.value.action !== 'BLOCK') return;
  yield accusation(
    `task ${story.id}: a report of ${report.args.tokens} tokens was answered BLOCK although the hard limit is ${hardTokens}`,
    [lineOf(report)],
  );
}

interface HardReport {
  readonly story: TaskStory;
  readonly report: Report;
  readonly row: TaskRow | undefined;
  readonly stories: Stories;
  readonly slackMs: number;
}

function* unenforced(hard: HardReport, hardTokens: number): Iterable<Accusation> {
  const { story, report, row } = hard;
  const said = `task ${story.id}: a report of ${report.args.tokens} tokens, above the hard limit of ${hardTokens},`;
  if (report.value.action !== 'BLOCK') {
    yield accusation(`${said} was answered ${report.value.action}`, [lineOf(report)]);
    return;
  }
  if (mayHaveFinishedBefore(hard)) return;
  const later = firstActionAfter(story, report);
  if (later) {
    yield accusation(
      `${said} was answered BLOCK, and yet its ${later.op} by ${later.actor} was accepted later`,
      [lineOf(report), lineOf(later)],
    );
  } else if (row && row.status !== 'BLOCKED' && operatorsBetween(story, report, END).length === 0) {
    yield accusation(`${said} was answered BLOCK, but the task ended ${row.status}`, [lineOf(report)]);
  }
}

/** A verdict on a run that is over changes nothing: settled, swept or operated before the answer. */
function mayHaveFinishedBefore(hard: HardReport): boolean {
  const { story, report } = hard;
  const claim = story.claims.find(({ value }) => value.fence === report.args.fence);
  const settled = story.fenced.some(
    (call) => isSettlement(call) && mayHaveHappened(call) && call.invoke < report.end,
  );
  const swept = story.sweeps.some(
    ({ call }) => call.invoke < report.end && (!claim || !precedes(call, claim)),
  );
  const operated = operatorsBetween(story, claim ?? { invoke: -1 }, report).length > 0;
  return settled || swept || operated || mayBeSweptUnseen(hard, claim);
}

/** A sweep whose answer was lost may have taken a lease that had run out by then. */
function mayBeSweptUnseen(
  { story, report, stories, slackMs }: HardReport,
  claim: Claim | undefined,
): boolean {
  const [firstLost] = stories.lostSweeps;
  if (firstLost === undefined || firstLost.invoke > report.end) return false;
  return !claim || report.endedAt >= leaseLastsUntil(story, claim, report) - slackMs;
}

/** The first thing accepted on the task after the answer, unless an operator may have released it before. */
function firstActionAfter(story: TaskStory, report: Report): Claim | FencedCall | null {
  const accepted: (Claim | FencedCall)[] = [...story.claims, ...story.fenced.filter(isProgress)];
  const later = accepted.filter((call) => precedes(report, call)).sort((a, b) => a.invoke - b.invoke);
  const first = later.find((call) => operatorsBetween(story, report, call).length === 0);
  return first ?? null;
}

function isSettlement(call: FencedCall): boolean {
  return call.op === 'complete' || call.op === 'fail';
}

function isProgress(call: FencedCall): boolean {
  if (call.op === 'report') return isOk(call) && call.value.action !== 'BLOCK';
  return call.outcome === 'ok';
}

function* groundlessBlock(story: TaskStory, hardTokens: number): Iterable<Accusation> {
  const reported = story.fenced.some(
    (call) => call.op === 'report' && call.args.tokens > hardTokens && mayHaveHappened(call),
  );
  if (reported || story.operators.some(mayHaveHappened)) return;
  const lines = [...story.enqueues, ...story.fenced.filter((call) => call.op === 'report')].map(lineOf);
  yield accusation(
    `task ${story.id} is BLOCKED although no report was above the hard limit of ${hardTokens} and no operator acted`,
    lines,
  );
}

/** Answered reports above the hard limit: each could have been let through. */
function hardReports(history: History): number {
  const { hardTokens } = history.header.knobs;
  return [...storiesOf(history).tasks.values()].reduce(
    (sum, story) =>
      sum + acknowledged(story, 'report').filter((call) => call.args.tokens > hardTokens).length,
    0,
  );
}
