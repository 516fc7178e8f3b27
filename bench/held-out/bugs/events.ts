/** What the log tells. */
import type { HeldOutBug } from '../bug.js';

export const EVENTS: readonly HeldOutBug[] = [
  {
    name: 'refused-report-is-told',
    breaks: 'INV-17',
    says: 'A report that is refused leaves the event of an accepted one.',
    edits: [
      {
        file: 'core/store/sqlite/step/guard.ts',
        text: "if (changes === 0) return refuse(proof, 'report');\n    told.write(row, row.last_event);",
        becomes: "told.write(row, row.last_event);\n    if (changes === 0) return refuse(proof, 'report');",
      },
    ],
  },
  {
    name: 'refused-heartbeat-is-told',
    breaks: 'INV-17',
    says: 'A heartbeat that is refused leaves the event of an accepted one.',
    edits: [
      {
        file: 'core/store/sqlite/holding/heartbeat.ts',
        text: "if (changes === 0) return refuse(proof, 'heartbeat');\n    told.write(row, row.last_event);",
        becomes:
          "told.write(row, row.last_event);\n    if (changes === 0) return refuse(proof, 'heartbeat');",
      },
    ],
  },
  {
    name: 'end-without-a-word',
    breaks: 'B-7.7',
    says: 'A task that used up its retries with different errors leaves no event of that.',
    edits: [
      {
        file: 'core/store/sqlite/holding/settle.ts',
        text: "next.because === 'exhausted' ? [exhaustedEntry",
        becomes: "next.because === 'exhausted' && failure.repeated ? [exhaustedEntry",
      },
    ],
  },
];
