/**
 * INV-01, INV-02, INV-06, INV-07 on one task's story: fences grow, only the highest writes, one holder at a time,
 * runs are bounded and wait for their backoff. Only "a returned before b was invoked" accuses.
 */
import type { HistoryHeader } from '../record/history.js';
import { type Accusation, accuse } from './accusation.js';
import { isOkCall } from './run.js';
import { completions, operatorActed, type Story, type WonClaim } from './stories.js';

/** Slack when instants of two processes are compared, in ms; a simulation has one clock and needs none. */
const REAL_SLACK_MS = 250;

/** What the clocks of two actors may differ by, ms: also by what the plan set them wrong. */
function slackMs({ mode, eps = 0 }: HistoryHeader): number {
  return (mode === 'real' ? REAL_SLACK_MS : 0) + eps;
}

/** What is wrong with the claims of one task and with what their holders wrote. */
export function fenceAccusations(story: Story, header: HistoryHeader): readonly Accusation[] {
  return [
    ...fencesGrow(story),
    ...staleWrites(story),
    ...completedThenClaimed(story),
    ...overlappingHolders([story], header),
    ...boundedRuns(story),
    ...earlyRuns(story, header),
  ];
}

function fencesGrow({ task, claims }: Story): Accusation[] {
  const found: Accusation[] = [];
  for (const [position, later] of claims.entries()) {
    for (const earlier of claims.slice(0, position)) {
      const repeated = earlier.value.fence === later.value.fence;
      const shrunk = earlier.ret < later.invoke && earlier.value.fence > later.value.fence;
      if (!repeated && !shrunk) continue;
      const because = repeated
        ? `two claims of ${task} were both granted fence ${later.value.fence}`
        : `${task} was claimed with fence ${later.value.fence} after fence ${earlier.value.fence}`;
      found.push(accuse(['ILLEGAL_TRANSITION', 'INV-02'], because, lines(earlier, later)));
    }
  }
  return found;
}

function staleWrites({ task, claims, fenced }: Story): Accusation[] {
  return fenced.flatMap((call) => {
    if (call.outcome !== 'ok') return [];
    const newer = claims.find((claim) => claim.value.fence > call.args.fence && claim.ret < call.invoke);
    if (newer === undefined) return [];
    const because =
      `${call.op} of ${task} was accepted with fence ${call.args.fence} ` +
      `after fence ${newer.value.fence} had been granted`;
    return [accuse(['ILLEGAL_TRANSITION', 'INV-02'], because, lines(newer, call))];
  });
}

/** DONE has no way out, so a completion and a claim with a higher fence have no legal order at all. */
function completedThenClaimed(story: Story): Accusation[] {
  return completions(story).flatMap((done) => {
    const newer = story.claims.find((claim) => claim.value.fence > done.args.fence);
    if (newer === undefined || newer.ret < done.invoke) return [];
    const because = `${story.task} was completed with fence ${done.args.fence} and claimed with fence ${newer.value.fence}`;
    return [accuse(['ILLEGAL_TRANSITION', 'INV-10'], because, lines(done, newer))];
  });
}

/** Two claims that are both live, of one task or of several tasks with one key. */
export function overlappingHolders(stories: readonly Story[], header: HistoryHeader): Accusation[] {
  const claims = stories.flatMap((story) => story.claims.map((claim) => ({ claim, story })));
  if (claims.length < 2) return [];
  claims.sort((a, b) => a.claim.ret - b.claim.ret);
  const found: Accusation[] = [];
  for (const [position, { claim: later }] of claims.entries()) {
    for (const { claim: earlier, story } of claims.slice(0, position)) {
      if (earlier.ret >= later.invoke) continue;
      const until = leaseEnd(story, earlier, later.ret);
      const slack = slackMs(header);
      if (header.startedAt + later.returnedAt + slack >= until) continue;
      if (mayHaveReleased(story, earlier, later.ret)) continue;
      const because = `${later.value.task} was claimed by ${later.actor} while the lease of ${earlier.actor} on ${earlier.value.task} was live`;
      found.push(accuse([sameTask(earlier, later), 'INV-01'], because, lines(earlier, later)));
    }
  }
  return found;
}

function sameTask(a: WonClaim, b: WonClaim): 'ILLEGAL_TRANSITION' | 'DUPLICATE_COMPLETION' {
  return a.value.task === b.value.task ? 'ILLEGAL_TRANSITION' : 'DUPLICATE_COMPLETION';
}

/** The latest end of a claim's lease that was acknowledged before `line`, ms since the epoch. */
export function leaseEnd(story: Story, claim: WonClaim, line: number): number {
  let until = claim.value.leaseUntil;
  for (const call of story.fenced) {
    if (!isOkCall(call, 'heartbeat') || call.args.fence !== claim.value.fence) continue;
    if (call.ret < line) until = Math.max(until, call.value.leaseUntil);
  }
  return until;
}

/** Whether the holder may have given the task up, or an operator taken it from this very holder, before `line`. */
function mayHaveReleased(story: Story, claim: WonClaim, line: number): boolean {
  const gaveUp = story.fenced.some(
    (call) => call.args.fence === claim.value.fence && call.invoke < line && mayRelease(call),
  );
  const taken = story.operators.some(
    ({ outcome, invoke, ret }) =>
      outcome !== 'refused' && invoke < line && (outcome === 'unknown' || ret > claim.invoke),
  );
  return gaveUp || taken;
}

/** A report that was answered otherwise than BLOCK leaves the lease as it is. */
function mayRelease(call: Story['fenced'][number]): boolean {
  if (call.op === 'heartbeat' || call.outcome === 'refused') return false;
  return !isOkCall(call, 'report') || call.value.action === 'BLOCK';
}

function boundedRuns(story: Story): Accusation[] {
  const submission = story.enqueues[0]?.args.task;
  if (submission?.maxRetries === undefined) return [];
  const allowed = submission.maxRetries + 1;
  const tooMany = story.claims[allowed];
  if (tooMany === undefined) return [];
  const because = `${story.task} may run ${allowed} times, but was claimed ${story.claims.length} times`;
  return [
    accuse(
      ['ILLEGAL_TRANSITION', 'INV-06'],
      because,
      story.claims.flatMap((claim) => lines(claim)),
    ),
  ];
}

/** A run that began before the wait after the run before it was over. */
function earlyRuns(story: Story, header: HistoryHeader): Accusation[] {
  if (operatorActed(story)) return [];
  const slack = slackMs(header);
  return story.claims.flatMap((claim, position) => {
    const before = story.claims[position - 1];
    if (before === undefined || before.ret >= claim.invoke) return [];
    const end = endOfRun(story, before, header);
    const wait = header.knobs.backoffMs[Math.min(before.value.run, header.knobs.backoffMs.length) - 1];
    if (end === null || wait === undefined || claim.returnedAt + slack >= end.at + wait) return [];
    const early = Math.round(end.at + wait - claim.returnedAt);
    const because = `run ${claim.value.run} of ${story.task} began ${early} ms before its wait of ${wait} ms was over`;
    return [accuse(['ILLEGAL_TRANSITION', 'INV-07'], because, [...end.lines, claim.invoke, claim.ret])];
  });
}

/** The earliest instant (ms since the start) at which a run can have ended, or null when nobody knows. */
function endOfRun(
  story: Story,
  claim: WonClaim,
  header: HistoryHeader,
): { readonly at: number; readonly lines: readonly number[] } | null {
  const own = story.fenced.filter(
    (call) => call.op !== 'heartbeat' && call.op !== 'report' && call.args.fence === claim.value.fence,
  );
  const failed = own.find((call) => call.op === 'fail' && call.outcome === 'ok');
  if (failed !== undefined) return { at: failed.invokedAt, lines: lines(failed) };
  if (own.some((call) => call.outcome !== 'refused')) return null;
  const until = leaseEnd(story, claim, Number.POSITIVE_INFINITY);
  return { at: until - header.startedAt, lines: lines(claim) };
}

function lines(...calls: readonly { readonly invoke: number; readonly ret: number | null }[]): number[] {
  return calls.flatMap((call) => (call.ret === null ? [call.invoke] : [call.invoke, call.ret]));
}
