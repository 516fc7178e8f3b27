import { describe, expect, it } from 'vitest';
import type { EventData, EventType, TaskEvent } from '../task/event.js';
import { eventSeq, taskId } from '../task/ids.js';
import type { Status, Task } from '../task/task.js';
import type { EpochMs } from '../time.js';
import { beginAudit } from './audit.js';
import { continued } from './history.js';

interface Told {
  readonly id?: string;
  readonly run?: number;
  readonly at?: number;
  readonly step?: readonly [Status | null, Status];
  readonly data?: EventData;
}
type Line = readonly [type: EventType, told?: Told];

const ADDED: Line = ['added', { step: [null, 'PENDING'], at: 1 }];
const PICKED: Line = [
  'picked',
  { step: ['PENDING', 'IN_PROGRESS'], run: 1, data: { holder: 'w', lease_until: 9 } },
];
const DONE: Line = ['done', { step: ['IN_PROGRESS', 'DONE'], run: 1 }];

function eventOf(
  [type, { id = 'A', run = 0, at = 5, step, data = {} } = {}]: Line,
  index: number,
): TaskEvent {
  const [from, to] = step ?? [null, null];
  const seq = eventSeq(index + 1);
  return { seq, taskId: taskId(id), type, at: at as EpochMs, actor: 'test:case', run, from, to, data };
}

/** A row as a store would hold it, as far as an audit looks. */
function row(status: Status, fields: Readonly<Record<string, unknown>> = {}): Task {
  const state = {
    PENDING: { availableAt: 1 },
    IN_PROGRESS: { lease: { holder: 'w', until: 9 } },
    DONE: { duplicateOf: null },
    FAILED: { retryAt: null, nextAction: 'look' },
    BLOCKED: { nextAction: 'ask' },
  }[status];
  const facts = {
    id: 'A',
    run: status === 'PENDING' ? 0 : 1,
    retries: 0,
    maxRetries: 3,
    idempotencyKey: null,
  };
  return { ...facts, status, ...state, ...fields } as Task;
}

function findings(lines: readonly Line[], tasks: readonly Task[], asOf = 99): readonly string[] {
  const events = lines.map(eventOf);
  const audit = beginAudit(eventSeq(asOf));
  return tasks.flatMap((task) =>
    audit.judge(task, events.filter((event) => event.taskId === task.id).reduce(continued, null)),
  );
}

const ofB = ([type, told]: Line): Line => [type, { ...told, id: 'B' }];
const K_RUNS = row('IN_PROGRESS', { idempotencyKey: 'k' });

describe('an audit', () => {
  it('finds nothing in a store that keeps the rules', () => {
    const late: Line = ['stale_write_rejected', { run: 1 }];
    expect(findings([ADDED, PICKED, DONE, late], [row('DONE')])).toEqual([]);
  });

  it('counts runs anew once the whole budget was granted again', () => {
    const failed: Line = ['failed', { step: ['IN_PROGRESS', 'FAILED'], run: 1 }];
    const data = { attempts: 'reset', retries: 0, not_before_ms: 5 };
    const reset: Line = ['replan', { step: ['FAILED', 'PENDING'], run: 1, data }];
    const again: Line = ['picked', { ...PICKED[1], run: 2 }];
    const task = row('IN_PROGRESS', { run: 2, maxRetries: 0 });
    expect(findings([ADDED, PICKED, failed, reset, again], [task])).toEqual([]);
  });

  it('takes a locked store, told of before a claim, for no run', () => {
    const locked: Line = ['storage_busy', { run: 1, data: { refusals: 2, since_ms: 1 } }];
    expect(findings([ADDED, locked, PICKED, DONE], [row('DONE')])).toEqual([]);
  });

  it.each<readonly [string, readonly Line[], Task, string]>([
    [
      'a step from where the task is not',
      [ADDED, DONE],
      row('DONE'),
      'starts from IN_PROGRESS, the task was PENDING',
    ],
    [
      'a step that does not exist',
      [
        ADDED,
        ['blocked', { step: ['PENDING', 'BLOCKED'] }],
        ['picked', { ...PICKED[1], step: ['BLOCKED', 'IN_PROGRESS'] }],
      ],
      row('IN_PROGRESS'),
      'moves from BLOCKED to IN_PROGRESS, which is no step',
    ],
    [
      'a second completion',
      [ADDED, PICKED, DONE, ['done', { run: 1 }]],
      row('DONE'),
      'is done after the task was DONE',
    ],
    [
      'a claim before its time',
      [['added', { step: [null, 'PENDING'], at: 6 }], PICKED],
      row('IN_PROGRESS'),
      'is a claim at 5, before 6',
    ],
    [
      'a run number that was left out',
      [ADDED, ['picked', { ...PICKED[1], run: 2 }]],
      row('IN_PROGRESS', { run: 2 }),
      'is run 2 after run 0',
    ],
    [
      'work settled after the guardrail blocked it',
      [ADDED, PICKED, ['guardrail', { run: 1, data: { action: 'BLOCK', applied: true } }], DONE],
      row('DONE'),
      'is done of run 1, which the guardrail blocked',
    ],
    [
      'a row its events do not explain',
      [ADDED],
      row('PENDING', { retries: 1 }),
      'has retries 1, its events say 0',
    ],
    [
      'more runs than there are retries',
      [ADDED, PICKED],
      row('IN_PROGRESS', { maxRetries: -1 }),
      'ran 1 times',
    ],
    [
      'a run that a replan has added to the budget',
      [
        ADDED,
        PICKED,
        ['failed', { step: ['IN_PROGRESS', 'FAILED'], run: 1 }],
        [
          'replan',
          { step: ['FAILED', 'PENDING'], run: 1, data: { attempts: 'keep', retries: 0, not_before_ms: 5 } },
        ],
        ['picked', { ...PICKED[1], run: 2 }],
      ],
      row('IN_PROGRESS', { run: 2, maxRetries: 0 }),
      'ran 2 times with 0 retries',
    ],
    ['a task without a history', [], row('PENDING'), 'has no history'],
    [
      'a blocked task that says nothing',
      [ADDED, ['blocked', { step: ['PENDING', 'BLOCKED'] }]],
      row('BLOCKED', { run: 0, nextAction: null }),
      'does not say what to do next',
    ],
  ])('finds %s', (...[, lines, task, says]) => {
    expect(findings(lines, [task])).toEqual([expect.stringContaining(says)]);
  });

  it('leaves aside what changed while it was read', () => {
    expect(findings([ADDED, PICKED], [row('PENDING')], 1)).toEqual([]);
    const twins = [K_RUNS, { ...K_RUNS, id: taskId('B') }];
    expect(findings([ADDED, PICKED, ofB(ADDED), ofB(PICKED)], twins, 3)).toEqual([]);
  });

  it('finds two tasks of one key at work', () => {
    const twins = [K_RUNS, { ...K_RUNS, id: taskId('B') }];
    expect(findings([ADDED, PICKED, ofB(ADDED), ofB(PICKED)], twins)).toEqual([
      'tasks A and B of one idempotency key are both IN_PROGRESS',
    ]);
  });
});
