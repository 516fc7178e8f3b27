/** When the dispatcher and the watchdog look, and what ends them. */
import type { HeldOutBug } from '../../bug.js';

const DISPATCHER = 'core/engine/dispatcher.ts';
const WATCHDOG = 'core/engine/watchdog.ts';

export const LOOPING: readonly HeldOutBug[] = [
  {
    name: 'busy-claim-ends-the-loop',
    breaks: 'INV-21',
    says: 'A claim that meets a busy store ends the loop of its worker.',
    edits: [{ file: DISPATCHER, text: 'return await operation();', becomes: 'return operation();' }],
  },
  {
    name: 'one-more-than-slots',
    breaks: 'B-17.1',
    says: 'A worker runs one task more at once than it has slots.',
    edits: [{ file: DISPATCHER, text: 'going.size < parts.slots', becomes: 'going.size <= parts.slots' }],
  },
  {
    name: 'busy-sweep-ends-the-watchdog',
    breaks: 'INV-11',
    says: 'A watchdog that meets a busy store takes itself for idle, and ends.',
    edits: [
      {
        file: WATCHDOG,
        text: 'parts.onTrouble(error);\n    return false;',
        becomes: 'parts.onTrouble(error);\n    return true;',
      },
    ],
  },
  {
    name: 'nothing-to-do-ends-the-watchdog',
    breaks: 'INV-18',
    says: 'A watchdog that was not asked to ends the first time that nothing runs and nothing waits for a retry.',
    edits: [
      {
        file: WATCHDOG,
        text: "return parts.until === 'idle' && (await isIdle(parts.store));",
        becomes: 'return await isIdle(parts.store);',
      },
    ],
  },
];
