/** What an accepted answer must hold beyond its shape: each look says what is wrong with a value, or null. */
import type { ClaimAnswer, SystemEvent } from '../../gates/record/history.js';
import { outOfOrder } from './event-page.js';

/** `leasedFrom`: the instant before which no lease that was asked for can end, ms since the epoch. */
export type Look = (value: unknown, leasedFrom: number) => string | null;

export const isNothing: Look = (value) => (value === null ? null : 'a task');

/** Runs count claims from 1, and a lease ends no earlier than it was asked for. */
export function isFirstRunOf(task: string): Look {
  return (value, leasedFrom) => {
    const answer = value as ClaimAnswer | null;
    if (answer?.task !== task) return `${answer?.task ?? 'nothing'} instead of ${task}`;
    if (answer.run !== 1) return `run ${answer.run} instead of 1`;
    const { leaseUntil } = answer;
    return leaseUntil >= leasedFrom
      ? null
      : `a lease until ${leaseUntil}, which was asked for at ${leasedFrom}`;
  };
}

/** A lease that was made longer ends no earlier than it would have. */
export function reaches(instant: number): Look {
  return (value) => {
    const { leaseUntil } = value as { readonly leaseUntil: number };
    return leaseUntil >= instant ? null : `a lease until ${leaseUntil}, shorter than until ${instant}`;
  };
}

export function isStatus(expected: string): Look {
  return (value) => {
    const { status } = value as { readonly status: string };
    return status === expected ? null : `${status} instead of ${expected}`;
  };
}

/** A list with one row of each. */
export function holds(ids: readonly string[]): Look {
  return (value) => {
    const listed = (value as readonly { readonly task: string }[]).map(({ task }) => task);
    const missing = ids.filter((id) => !listed.includes(id));
    if (missing.length > 0) return `no ${missing.join(', ')}`;
    const twice = ids.filter((id) => listed.indexOf(id) !== listed.lastIndexOf(id));
    return twice.length > 0 ? `more than one row of ${twice.join(', ')}` : null;
  };
}

/** A first page of a log in which something has happened. */
export const fromTheStart: Look = (value) => {
  const page = value as readonly SystemEvent[];
  return page.length > 0 ? outOfOrder(page, 0) : 'an empty log';
};
