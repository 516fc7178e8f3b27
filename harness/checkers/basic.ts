/**
 * The guards of every scenario that a run of any kind gives chances to: tasks come, are worked on and settle. No
 * scenario names them; a run that shows one of them nothing is `unknown`.
 */
import type { Checker } from './checker.js';
import { drainsAfterHeal } from './liveness/drains-after-heal.js';
import { eventsExplainState } from './safety/events-explain-state.js';
import { legalTransitions } from './safety/legal-transitions.js';
import { nothingLost } from './safety/nothing-lost.js';
import { settledOnce } from './safety/settled-once.js';

/** By the number of their invariant. */
export const BASIC_GUARDS: readonly Checker[] = [
  settledOnce,
  nothingLost,
  eventsExplainState,
  legalTransitions,
  drainsAfterHeal,
];
