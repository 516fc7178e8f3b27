/**
 * What each accepted call means for the books. One function a call; every argument is what the caller said
 * or was told, never what the system thinks.
 */
import type { Answers, Arguments } from '../../gates/record/history.js';
import type { Account } from './account.js';
import type { Books, RetryReason } from './books.js';
import { claimProves, settlementProves } from './double-execution.js';

/** When and where a call was accepted. */
export interface Accepted {
  readonly at: number;
  readonly line: number;
  readonly invokedAtLine: number;
}

export function enqueued(books: Books, { task }: Arguments['enqueue'], { at }: Accepted): void {
  books.acknowledge(books.accountOf(task, at), at);
}

export function claimed(books: Books, answer: Answers['claim'], accepted: Accepted): void {
  if (answer === null) return;
  const { at } = accepted;
  const account = books.accountOf({ id: answer.task }, at);
  const double = claimProves(account, books.siblings(account), accepted);
  if (double !== null) books.doubles.push(double);
  const { holder } = account;
  if (holder !== null && holder.until <= at) books.expire(account, holder, null);
  account.claims += 1;
  account.failedLast = false;
  account.holder = {
    fence: answer.fence,
    run: answer.run,
    until: answer.leaseUntil - books.terms.startedAt,
    releasing: false,
  };
  books.move(account, 'running', at);
}

export function renewed(
  books: Books,
  call: { readonly args: Arguments['heartbeat']; readonly value: Answers['heartbeat'] },
  accepted: Accepted,
): void {
  const account = books.accounts.get(call.args.task);
  if (account === undefined) return;
  accuseBypass(books, account, accepted);
  if (account.holder?.fence === call.args.fence) {
    account.holder.until = call.value.leaseUntil - books.terms.startedAt;
  }
}

export function reported(
  books: Books,
  call: { readonly args: Arguments['report']; readonly value: Answers['report'] },
  { at, line }: Accepted,
): void {
  const account = books.accounts.get(call.args.task);
  if (account === undefined) return;
  const blocked = call.value.action === 'BLOCK';
  if (call.args.tokens > books.terms.knobs.hardTokens) {
    account.exceeded = true;
    if (!blocked) books.bypasses.push({ task: account.task, at, line });
  }
  if (!blocked) return;
  account.holder = null;
  account.blockedAtLine = line;
  books.move(account, 'blocked', at);
}

export function completed(books: Books, args: Arguments['complete'], accepted: Accepted): void {
  const account = settled(books, { outcome: 'complete', ...args }, accepted);
  if (account === null) return;
  const { at } = accepted;
  account.completedAtLine ??= accepted.line;
  books.settle(account, 'done', at);
  for (const sibling of books.siblings(account)) books.skipWhenDone(sibling, at);
}

export function failed(books: Books, args: Arguments['fail'], accepted: Accepted): void {
  const account = settled(books, { outcome: 'fail', ...args }, accepted);
  if (account === null) return;
  const { at } = accepted;
  if (args.class === 'permanent' || account.retries >= account.maxRetries) {
    books.settle(account, 'failed', at);
    return;
  }
  account.troubled = true;
  account.failedLast = true;
  books.waitAgain(account, at, at + books.backoffMs(account));
}

interface Settled {
  readonly outcome: 'complete' | 'fail';
  readonly task: string;
  readonly fence: number;
}

/** What every accepted settlement does. */
function settled(books: Books, { outcome, task, fence }: Settled, accepted: Accepted): Account | null {
  const account = books.accounts.get(task);
  if (account === undefined) return null;
  const { at, line } = accepted;
  const double = settlementProves(account, books.siblings(account), { outcome, fence, at, line });
  if (double !== null) books.doubles.push(double);
  accuseBypass(books, account, accepted);
  account.settledFence = fence;
  if (account.holder?.fence === fence) account.holder = null;
  return account;
}

/** Whatever a holder does after it was told BLOCK, and is let, goes past the guardrail. */
function accuseBypass(books: Books, account: Account, { at, line, invokedAtLine }: Accepted): void {
  if (account.blockedAtLine === null || account.blockedAtLine > invokedAtLine) return;
  books.bypasses.push({ task: account.task, at, line });
}

export function swept(books: Books, { requeued, exhausted }: Answers['sweep'], { at }: Accepted): void {
  for (const task of requeued) {
    const account = books.accounts.get(task);
    if (account === undefined) continue;
    books.retries[putBack(books, account, at)] += 1;
    account.retries += 1;
  }
  for (const task of exhausted) {
    const account = books.accounts.get(task);
    if (account === undefined) continue;
    putBack(books, account, at);
    if (account.standing !== 'failed') books.settle(account, 'failed', at);
  }
}

/** Why the watchdog moved this task; when its lease ran out, this is the recovery. */
function putBack(books: Books, account: Account, at: number): RetryReason {
  const { holder } = account;
  if (account.failedLast) {
    account.failedLast = false;
    return 'failed';
  }
  if (holder === null || holder.until > at) return answeredLate(books, account, at);
  books.expire(account, holder, at);
  books.waitAgain(account, at, holder.until + books.backoffMs(account));
  return 'lease_timeout';
}

/** The sweep's answer was recorded after the task's next claim, or the answer to its failure was lost. */
function answeredLate(books: Books, account: Account, at: number): RetryReason {
  account.troubled = true;
  const unseen = books.expiries.findLast(
    ({ task, recoveredAt }) => task === account.task && recoveredAt === null,
  );
  if (unseen !== undefined) {
    unseen.recoveredAt = at;
    return 'lease_timeout';
  }
  if (account.holder?.releasing) books.waitAgain(account, at, at + books.backoffMs(account));
  return 'failed';
}

export function operated(
  books: Books,
  call: { readonly args: Arguments['retry']; readonly value: Answers['retry'] },
  { at }: Accepted,
): void {
  const account = books.accounts.get(call.args.task);
  const { status } = call.value;
  if (account === undefined) return;
  if (status === 'BLOCKED') {
    account.holder = null;
    account.failedLast = false;
    books.move(account, 'blocked', at);
  } else if (status === 'PENDING' && (account.standing !== 'waiting' || account.failedLast)) {
    putBackByHand(books, account, at);
  }
}

function putBackByHand(books: Books, account: Account, at: number): void {
  const { holder } = account;
  if (holder !== null && holder.until <= at) books.expire(account, holder, at);
  const eligibleAt = at + books.backoffMs(account);
  books.retries.operator_retry += 1;
  account.retries += 1;
  account.blockedAtLine = null;
  account.settledAt = null;
  account.failedLast = false;
  books.waitAgain(account, at, eligibleAt);
}
