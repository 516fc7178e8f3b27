/**
 * INV-08: every report above the hard limit is answered BLOCK, the task is BLOCKED in the same step, and nothing of it
 * runs, settles or is claimed until an operator acts.
 */
import type { SystemEvent, TaskRow } from '../record/history.js';
import { type Accusation, accuse } from './accusation.js';
import type { OkCallOf, Run } from './run.js';
import type { Stories, Story } from './stories.js';

/** The stimuli of one run and what became of them. */
export interface BudgetReplay {
  /** Reports above the limit of a task that was still open. */
  readonly hardExceeds: number;
  readonly blocked: number;
  readonly accusations: readonly Accusation[];
}

type Report = OkCallOf<'report'>;

/** Judges every acknowledged report above the hard limit. */
export function budgetReplay(run: Run, stories: Stories, rows: ReadonlyMap<string, TaskRow>): BudgetReplay {
  const accusations: Accusation[] = [];
  const effects = startsByTask(run);
  let hardExceeds = 0;
  let blocked = 0;
  for (const story of stories.tasks.values()) {
    for (const report of hardReports(story, run.header.knobs.hardTokens)) {
      hardExceeds += 1;
      const found = [
        ...answeredOtherwise(report),
        ...wentOn(report, { story, starts: effects.get(story.task) ?? [] }),
        ...endedOtherwise(report, { story, row: rows.get(story.task) }),
      ];
      if (found.length === 0) blocked += 1;
      accusations.push(...found);
    }
  }
  return { hardExceeds, blocked, accusations };
}

/** Lines at which effects began, by task. */
function startsByTask({ effects }: Run): ReadonlyMap<string, readonly number[]> {
  const starts = new Map<string, number[]>();
  for (const { task, start } of effects) {
    const known = starts.get(task);
    if (known === undefined) starts.set(task, [start]);
    else known.push(start);
  }
  return starts;
}

/** Acknowledged reports above the limit, of a task nothing may have ended before. */
function hardReports(story: Story, hardTokens: number): readonly Report[] {
  return story.fenced.filter(
    (call): call is Report =>
      call.op === 'report' &&
      call.outcome === 'ok' &&
      call.args.tokens > hardTokens &&
      !endedBefore(story, call.ret),
  );
}

function endedBefore(story: Story, line: number): boolean {
  return [...story.fenced, ...story.operators].some(
    (call) =>
      call.op !== 'heartbeat' &&
      call.op !== 'report' &&
      call.outcome !== 'refused' &&
      call.invoke < line &&
      !earlierRun(story, call, line),
  );
}

/** A settlement of a run that a later claim followed says nothing about the present run. */
function earlierRun(story: Story, call: { readonly ret: number | null }, line: number): boolean {
  const { ret } = call;
  return ret !== null && story.claims.some((claim) => claim.invoke > ret && claim.ret < line);
}

function answeredOtherwise(report: Report): Accusation[] {
  const { action } = report.value;
  if (action === 'BLOCK') return [];
  const because = `${report.args.task} reported ${report.args.tokens} tokens, above the hard limit, and was answered ${action}`;
  return [accuse(['NOT_BLOCKED', 'INV-08'], because, [report.invoke, report.ret])];
}

/** What still happened to the task after the answer and before any operator's command. */
function wentOn(
  report: Report,
  { story, starts }: { readonly story: Story; readonly starts: readonly number[] },
): Accusation[] {
  const operated = story.operators
    .filter((call) => call.outcome !== 'refused' && (call.ret ?? Number.POSITIVE_INFINITY) > report.invoke)
    .map((call) => call.invoke);
  const until = Math.min(...operated, Number.POSITIVE_INFINITY);
  const writes = [...story.claims, ...story.fenced].filter(
    (call) =>
      call.outcome === 'ok' && call.invoke > report.ret && call.invoke < until && !isRepeatedBlock(call),
  );
  const started = starts.filter((line) => line > report.ret && line < until);
  const lines = [...writes.map((call) => call.invoke), ...started];
  const first = Math.min(...lines);
  if (lines.length === 0) return [];
  const because = `${story.task} went on after the hard exceed of its run ${report.args.fence} had been answered`;
  return [accuse(['EXECUTED_AFTER_BLOCK', 'INV-08'], because, [report.invoke, report.ret, first])];
}

/** A second report that is answered BLOCK again moves nothing. */
function isRepeatedBlock(call: { readonly op: string; readonly value?: unknown }): boolean {
  return call.op === 'report' && (call.value as { action?: unknown } | null)?.action === 'BLOCK';
}

function endedOtherwise(
  report: Report,
  { story, row }: { story: Story; row: TaskRow | undefined },
): Accusation[] {
  const operated = story.operators.some((call) => call.outcome !== 'refused');
  if (operated || row === undefined || row.status === 'BLOCKED') return [];
  const because = `${story.task} exceeded its hard limit, but its final state is ${row.status}`;
  return [accuse(['NOT_BLOCKED', 'INV-08'], because, [report.invoke, report.ret])];
}

/** Guardrail decisions in a system's own log that did not lead to BLOCKED. */
export function loggedBlocks(events: readonly SystemEvent[]): BudgetReplay {
  const open = new Map<string, SystemEvent>();
  const accusations: Accusation[] = [];
  let hardExceeds = 0;
  for (const event of events) {
    const pending = open.get(event.task);
    if (pending !== undefined && event.to !== null) {
      open.delete(event.task);
      if (event.to !== 'BLOCKED') accusations.push(notBlocked(pending, event.to));
    }
    if (!isHardExceed(event)) continue;
    hardExceeds += 1;
    if (event.to !== 'BLOCKED') open.set(event.task, event);
  }
  for (const pending of open.values()) accusations.push(notBlocked(pending, null));
  return { hardExceeds, blocked: hardExceeds - accusations.length, accusations };
}

function isHardExceed(event: SystemEvent): boolean {
  return (
    event.type === 'guardrail' && event.data['state'] === 'HARD_EXCEEDED' && event.data['applied'] !== false
  );
}

function notBlocked(event: SystemEvent, to: string | null): Accusation {
  const what = to === null ? 'no state change followed' : `it went on to ${to}`;
  const because = `event ${event.seq} is a hard exceed of ${event.task}, but ${what}`;
  return accuse(['NOT_BLOCKED', 'INV-08'], because);
}
