/** Every endpoint that speaks JSON about the queue, in the order a reader meets them. */
import { entering } from './entering.js';
import { holding } from './holding.js';
import { operating } from './operating.js';
import type { Operation } from './operation.js';
import { overseeing } from './overseeing.js';
import { reading } from './reading.js';

export const OPERATIONS: readonly Operation[] = [
  ...entering,
  ...reading,
  ...holding,
  ...overseeing,
  ...operating,
];
