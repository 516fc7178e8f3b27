/**
 * Group commit: calls that arrive in the same turn of the event loop share one transaction, and each is answered only
 * after it is durable. A commit costs far more than the change it carries, so this is what makes a store both fast and
 * safe. Nothing waits for a timer; a lone caller pays one turn of the loop.
 */
import { CodedError, hasCode } from '../../errors.js';

/** Most calls that share a transaction, so that other processes get their turn. */
const MOST_TOGETHER = 100;

/** Runs a body in a transaction and answers after the commit. A refusal that the body returns is thrown. */
export type Write = <T>(body: () => T | CodedError) => Promise<T>;

interface Waiting {
  readonly body: () => unknown;
  readonly settle: (outcome: unknown) => void;
  readonly fail: (error: unknown) => void;
}

export interface GroupCommit {
  readonly write: Write;
  /** Commits what has been asked for so far. */
  flush(): void;
}

/** Groups writes over `commit`, which runs one body in one transaction and undoes it when it throws. */
export function groupCommit(commit: (body: () => void) => void): GroupCommit {
  let waiting: Waiting[] = [];

  const commitTogether = (group: readonly Waiting[]): void => {
    const outcomes: unknown[] = [];
    try {
      commit(() => {
        for (const { body } of group) outcomes.push(body());
      });
    } catch (error) {
      // A locked store keeps everybody out; any other trouble may be one call's own, which must not spoil the rest.
      if (group.length === 1 || hasCode(error, 'BUSY')) for (const { fail } of group) fail(error);
      else for (const one of group) commitTogether([one]);
      return;
    }
    for (const [index, { settle }] of group.entries()) settle(outcomes[index]);
  };
  const flush = (): void => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, MOST_TOGETHER);
      waiting = waiting.slice(MOST_TOGETHER);
      commitTogether(group);
    }
  };
  return {
    write: <T>(body: () => T | CodedError) =>
      new Promise<T>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        const settle = (outcome: unknown) =>
          outcome instanceof CodedError ? reject(outcome) : resolve(outcome as T);
        waiting.push({ body, settle, fail: reject });
      }),
    flush,
  };
}
