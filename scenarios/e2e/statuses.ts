/** The way of one task through the states, from the system's own events. */
import type { FinalState } from '../../harness/index.js';

/** Every status the task reached, in order. */
export function statusesOf(state: FinalState, task: string): readonly string[] {
  return state.events.flatMap((event) => (event.task === task && event.to !== null ? [event.to] : []));
}
