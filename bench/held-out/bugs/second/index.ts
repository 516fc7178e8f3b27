/** The second set, written when the first was no longer held out. */
import type { HeldOutBug } from '../../bug.js';
import { CHOOSING } from './choosing.js';
import { HOLDING } from './holding.js';
import { RETURNING } from './returning.js';
import { WRITING } from './writing.js';

export const SECOND: readonly HeldOutBug[] = [...HOLDING, ...RETURNING, ...CHOOSING, ...WRITING];
