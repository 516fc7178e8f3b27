/**
 * The guards of every scenario that a run of any kind gives chances to: tasks come, are worked on and settle. No
 * scenario names them; a run that shows one of them nothing is `unknown`.
 */
import type { Checker } from './checker.js';
import { drainsAfterHeal } from './drains-after-heal.js';
import { eventsExplainState } from './events-explain-state.js';
import { legalTransitions } from './legal-transitions.js';
import { nothingLost } from './nothing-lost.js';
import { settledOnce } from './settled-once.js';

/** By the number of their invariant. */
export const BASIC_GUARDS: readonly Checker[] = [
  settledOnce,
  nothingLost,
  eventsExplainState,
  legalTransitions,
  drainsAfterHeal,
];
