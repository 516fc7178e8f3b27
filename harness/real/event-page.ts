/** The order of events in an answer to `events`: ascending, and all after what was asked for. */
import type { SystemEvent } from '../../gates/record/history.js';

/** What is wrong with the order of a page, worded for a person, or null. */
export function outOfOrder(page: readonly Pick<SystemEvent, 'seq'>[], after: number): string | null {
  let last = after;
  for (const { seq } of page) {
    if (seq <= last) return `seq ${seq} after ${last}`;
    last = seq;
  }
  return null;
}
