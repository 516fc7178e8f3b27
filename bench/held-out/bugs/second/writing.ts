/** How a change is written, told and committed. */
import type { HeldOutBug } from '../../bug.js';

const GROUP_COMMIT = 'core/store/sqlite/connection/group-commit.ts';
const MOVE = 'core/store/sqlite/step/move.ts';

export const WRITING: readonly HeldOutBug[] = [
  {
    name: 'id-is-taken-twice',
    breaks: 'INV-17',
    says: 'A task that is added again under its id is accepted, and tells of its arrival a second time.',
    edits: [
      {
        file: 'core/store/sqlite/entering/arrival.ts',
        text: 'on conflict (id) do nothing',
        becomes: 'on conflict (id) do update set updated_at = excluded.updated_at',
      },
    ],
  },
  {
    name: 'group-answers-early',
    breaks: 'INV-04',
    says: 'A call of a group is answered before the group is committed.',
    edits: [
      {
        file: GROUP_COMMIT,
        text: 'for (const { body } of group) outcomes.push(body());',
        becomes: `for (const { body, settle } of group) {
          outcomes.push(body());
          settle(outcomes.at(-1));
        }`,
      },
    ],
  },
  {
    name: 'group-stands-still',
    breaks: 'INV-21',
    says: 'Once a group has given up all its calls, no later call of its process is answered.',
    edits: [
      {
        file: GROUP_COMMIT,
        text: 'if (this.#waiting.length > 0) await this.#terms.clock.sleep(BETWEEN_LOOKS);',
        becomes: `if (this.#waiting.length === 0) return;
      await this.#terms.clock.sleep(BETWEEN_LOOKS);`,
      },
    ],
  },
  {
    name: 'event-is-of-the-run-before',
    breaks: 'INV-09',
    says: 'The event of a claim has the number of the run before.',
    edits: [
      {
        file: MOVE,
        text: 'told.write(moved, row.last_event)',
        becomes: 'told.write(row, row.last_event)',
      },
    ],
  },
  {
    name: 'spell-is-not-counted',
    breaks: 'INV-17',
    says: 'The event that tells of a locked store is not counted among those of its step, so that the task loses it.',
    edits: [
      {
        file: 'core/store/sqlite/record/log.ts',
        text: 'count: events.length,',
        becomes: 'count: told.length,',
      },
    ],
  },
  {
    name: 'change-is-taken-for-another',
    breaks: 'INV-09',
    says: 'A change of some columns is written as one of as many others that was met before.',
    edits: [
      {
        file: 'core/store/sqlite/record/rewrite.ts',
        text: 'which *= 3;\n      if (value === before[column]) continue;',
        becomes: 'if (value === before[column]) continue;\n      which *= 3;',
      },
    ],
  },
  {
    name: 'notes-are-cut',
    breaks: 'INV-04',
    says: 'Notes are cut at 100 characters, and with them the result of a task that had much to tell.',
    edits: [{ file: MOVE, text: ".join(' | ');", becomes: ".join(' | ').slice(0, 100);" }],
  },
];
