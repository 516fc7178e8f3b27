/**
 * Tasks as the text of a `QUEUE.md`. Pure. The table, its legend and its marker are replaced; every other line
 * of an existing file is kept. Rendering the same state twice gives the same bytes.
 */
import type { EventSeq, Task } from '../task/task.js';
import { writeCell } from './cell.js';
import { type Cells, COLUMNS } from './columns.js';
import type { QueueDocument } from './parse.js';
import { formatInstant, formatMinute, type ZoneMinutes } from './zone.js';

/** What is shown, and as of which event of the store's log. */
export interface QueueView {
  readonly tasks: readonly Task[];
  readonly lastEvent: EventSeq;
  readonly zone: ZoneMinutes;
}

const legend = [
  'States: `PENDING` waits, `IN_PROGRESS` runs under a lease, `DONE` is finished, `FAILED` is retried or needs a person, ' +
    '`BLOCKED` needs input.',
  'Priority: `P0` > `P1` > `P2`.',
];
const marker = /^<!-- queue: as of event \d+ .*-->$/;
const title = ['# Queue'];

/** The whole file: `around` gives the text to keep, null begins a new file. */
export function renderQueue(view: QueueView, around: Pick<QueueDocument, 'before' | 'after'> | null): string {
  const kept = around === null ? title : withoutManagedLines(around.before);
  const head = kept.length > 0 ? [...kept, ''] : [];
  const lines = [...head, ...legend, '', markerLine(view.lastEvent), '', ...tableLines(view)];
  return [...lines, ...(around?.after ?? []), ''].join('\n');
}

function tableLines(view: QueueView): readonly string[] {
  return [
    rowLine([...COLUMNS]),
    rowLine(COLUMNS.map(() => '---')),
    ...view.tasks.map((task) => {
      const cells = cellsOf(task, view.zone);
      return rowLine(COLUMNS.map((name) => shown(name, cells[name])));
    }),
  ];
}

/** What a row shows of a task; an empty text stands for a value that is not there. */
export function cellsOf(task: Task, zone: ZoneMinutes): Cells {
  const running = task.status === 'IN_PROGRESS';
  return {
    id: task.id,
    status: task.status,
    priority: task.priority,
    task: task.task,
    success_criteria: task.successCriteria,
    owner_session: running ? task.lease.holder : '',
    started_at_kst: running ? formatMinute(task.startedAt, zone) : '',
    due_at_kst: task.dueAt === null ? '' : formatInstant(task.dueAt, zone),
    notes: task.notes,
  };
}

function shown(column: (typeof COLUMNS)[number], value: string): string {
  return value === '' && column !== 'notes' ? '-' : writeCell(value);
}

function rowLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function markerLine(lastEvent: EventSeq): string {
  return `<!-- queue: as of event ${lastEvent} of the store; change it with orch, not by hand -->`;
}

function withoutManagedLines(before: readonly string[]): readonly string[] {
  const kept = before.filter((line) => !legend.includes(line) && !marker.test(line));
  while (kept.at(-1)?.trim() === '') kept.pop();
  return kept;
}
