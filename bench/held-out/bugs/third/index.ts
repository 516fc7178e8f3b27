/** The third set: bugs of core's own loops. */
import type { HeldOutBug } from '../../bug.js';
import { KEEPING } from './keeping.js';
import { LOOPING } from './looping.js';
import { SETTLING } from './settling.js';

export const THIRD: readonly HeldOutBug[] = [...KEEPING, ...SETTLING, ...LOOPING];
