/**
 * Seeks in the index of open tasks. Its order is priority, instant of availability, end of the lease; what runs has no
 * instant of availability. The engine finds its way there only when a condition names all of them in that order.
 */
import { PRIORITIES, type Priority } from '../../../task/task.js';

/** Tasks of one priority that wait and whose instant has come. */
export function runnable(priority: Priority): string {
  return `status = 'PENDING' and priority = '${priority}' and available_at <= @now`;
}
/** The order of `runnable`. A task that waits has no lease, so that column only names the index. */
export const LONGEST_AVAILABLE_FIRST = 'available_at, lease_until, seq';

/** Tasks of one priority that run and whose lease ran out. */
export function expired(priority: Priority): string {
  return `status = 'IN_PROGRESS' and priority = '${priority}' and available_at is null and lease_until <= @now`;
}

/** All tasks that run. */
export const RUNNING = `
  status = 'IN_PROGRESS' and available_at is null and priority in (${PRIORITIES.map((each) => `'${each}'`).join(', ')})`;
