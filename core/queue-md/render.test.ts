import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventSeq, fencingToken, taskId, workerId } from '../task/ids.js';
import { PRIORITIES, type Task } from '../task/task.js';
import type { EpochMs } from '../time.js';
import { parseQueue } from './parse.js';
import { renderQueue } from './render.js';

const noon = Date.parse('2026-01-01T03:00:00Z') as EpochMs;
const view = (tasks: readonly Task[], lastEvent = 7) => ({
  tasks,
  lastEvent: eventSeq(lastEvent),
  zone: 540,
});

function pending(id: string, fields: Partial<Task> = {}): Task {
  return {
    id: taskId(id),
    seq: 1,
    priority: 'P1',
    task: 'work',
    successCriteria: 'ok',
    idempotencyKey: null,
    maxRetries: 3,
    retries: 0,
    run: 0,
    createdAt: noon,
    updatedAt: noon,
    dueAt: null,
    notes: '',
    lastError: null,
    tokensUsed: 0,
    nextAction: null,
    status: 'PENDING',
    availableAt: noon,
    ...fields,
  } as Task;
}

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '|',
      '\\',
      '\n',
      '\r',
      '\u0000',
      '\u0085',
      '\u2028',
      ' ',
      '-',
      '`',
      '<!--',
      '-->',
      '한',
      '글',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});
const hostileFilled = hostile.filter((text) => text.trim() !== '');
const anyTask = fc
  .record({
    task: hostileFilled,
    successCriteria: hostileFilled,
    notes: hostile,
    priority: fc.constantFrom(...PRIORITIES),
    dueAt: fc.option(fc.integer({ min: 0, max: 253_000_000_000_000 }).map((ms) => ms as EpochMs)),
  })
  .map((fields) => fields as Partial<Task>);

describe('rendering and reading', () => {
  it('gives the same values, whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 5 }), (fields) => {
        const tasks = fields.map((each, index) => pending(`T-${index}`, each));
        const { rows } = parseQueue(renderQueue(view(tasks), null), 540);
        expect(rows).toEqual(
          tasks.map(({ id, status, priority, task, successCriteria, dueAt, notes }) => ({
            id,
            status,
            priority,
            task,
            successCriteria,
            dueAt,
            notes,
          })),
        );
      }),
    );
  });

  it('is stable: rendering over its own output changes nothing but the marker', () => {
    const once = renderQueue(view([pending('A')]), null);
    const again = renderQueue(view([pending('A')]), parseQueue(once, 540));
    expect(again).toBe(once);
    const later = renderQueue(view([pending('A')], 8), parseQueue(once, 540));
    expect(later).toBe(once.replace('event 7', 'event 8'));
  });

  it('keeps the text on both sides', () => {
    const around = { before: ['# 우리 팀', '', 'read me'], after: ['', 'footer'] };
    const text = renderQueue(view([pending('A')]), around);
    const document = parseQueue(text, 540);
    expect(document.before.slice(0, 3)).toEqual(around.before);
    expect(document.after).toEqual(around.after);
    expect(text.endsWith('footer\n')).toBe(true);
  });
});

describe('a rendered queue', () => {
  it('shows who works since when, in the zone, and a dash for nothing', () => {
    const lease = { taskId: taskId('A'), holder: workerId('w1'), fence: fencingToken(1), until: noon };
    const running = { ...pending('A'), status: 'IN_PROGRESS', lease, startedAt: noon } as Task;
    expect(renderQueue(view([running]), null)).toContain(
      '| A | IN_PROGRESS | P1 | work | ok | w1 | 2026-01-01 12:00 | - |  |',
    );
  });

  it('explains the states and the priorities, and says as of which event it is true', () => {
    const text = renderQueue(view([]), null);
    for (const word of ['PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'BLOCKED', '`P0` > `P1` > `P2`']) {
      expect(text).toContain(word);
    }
    expect(text).toContain('<!-- queue: as of event 7 ');
  });
});
