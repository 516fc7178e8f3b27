import { describe, expect, it } from 'vitest';
import { quoted } from './command.js';
import { readFinalState } from './final-state.js';

const listed = {
  id: 'T-1',
  status: 'IN_PROGRESS',
  priority: 'P1',
  run: 1,
  retries: 0,
  maxRetries: 3,
  idempotencyKey: null,
  notes: '',
  lease: { holder: 'w1', until: 500 },
};
const finished = { ...listed, id: 'T-2', status: 'DONE', lease: undefined, duplicateOf: 'T-0' };
const event = (seq: number, taskId: string) => ({
  seq,
  taskId,
  type: 'added',
  at: 1,
  run: 0,
  from: null,
  to: 'PENDING',
  data: {},
});

describe('the final state of a story', () => {
  it('is read through the commands of the product', async () => {
    const typed: string[] = [];
    const state = await readFinalState(async (program, args) => {
      typed.push([program, ...args].join(' '));
      if (args[0] === 'list') return JSON.stringify({ tasks: [listed, finished] });
      return JSON.stringify({ events: [event(1, 'T-2'), event(2, 'T-1')] });
    });

    expect(typed).toEqual(['orch list --json', 'orch events --json']);
    expect(state.tasks).toMatchObject([
      { task: 'T-1', owner: 'w1', leaseUntil: 500, availableAt: null, duplicateOf: null },
      { task: 'T-2', owner: null, leaseUntil: null, duplicateOf: 'T-0' },
    ]);
    expect(state.events.map(({ seq, task }) => [seq, task])).toEqual([
      [1, 'T-2'],
      [2, 'T-1'],
    ]);
  });
});

describe('a word of a command line', () => {
  it.each([
    ['plain', 'plain'],
    ['./work.mjs', './work.mjs'],
    ['two words', `'two words'`],
    [`it's`, `'it'\\''s'`],
    ['', `''`],
    ['$HOME', `'$HOME'`],
  ])('%s is shown as a shell takes it', (word, shown) => {
    expect(quoted(word)).toBe(shown);
  });
});
