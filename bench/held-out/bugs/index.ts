/** All held-out bugs. */
import type { HeldOutBug } from '../bug.js';
import { EVENTS } from './events.js';
import { KEYS } from './keys.js';
import { LEASES } from './leases.js';
import { ORDERS } from './order.js';
import { RETRIES } from './retries.js';
import { SECOND } from './second/index.js';
import { THIRD } from './third/index.js';

export const HELD_OUT: readonly HeldOutBug[] = [
  ...LEASES,
  ...RETRIES,
  ...KEYS,
  ...ORDERS,
  ...EVENTS,
  ...SECOND,
  ...THIRD,
];
