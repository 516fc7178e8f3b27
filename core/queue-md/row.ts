/** One line of the table as a task, or everything that is wrong with it. Pure. */
import { z } from 'zod';
import type { ImportedTask } from '../store/store.js';
import { PRIORITIES, STATUSES } from '../task/task.js';
import { onOneLine, readCell, splitRow } from './cell.js';
import { type Cells, COLUMNS } from './columns.js';
import { parseInstant, type ZoneMinutes } from './zone.js';

/** What is wrong, and on which line, counted from 1. */
export interface Problem {
  readonly line: number;
  readonly says: string;
}

/** A row as a task, and as the texts that stand in it. */
export type RowRead =
  | { readonly row: ImportedTask; readonly cells: Cells }
  | { readonly problems: readonly Problem[] };

const idForm = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const filled = z.string().refine((text) => text.trim() !== '', 'not empty');

function rowSchema(zone: ZoneMinutes) {
  return z.object({
    id: z.string().regex(idForm, `an id of the form ${idForm.source}`),
    status: z.enum(STATUSES, `one of ${STATUSES.join(', ')}`),
    priority: z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`),
    task: filled,
    success_criteria: filled,
    owner_session: z.string(),
    started_at_kst: z.string(),
    due_at_kst: z.string().transform((text, context) => {
      const at = text === '' ? null : parseInstant(text, zone);
      if (at === null && text !== '') context.addIssue({ code: 'custom', message: 'YYYY-MM-DD HH:MM or -' });
      return at;
    }),
    notes: z.string(),
  });
}

/** Reads one row. Owner and start are for people: no lease can exist for a row of a file. */
export function readRow(line: string, at: { readonly line: number; readonly zone: ZoneMinutes }): RowRead {
  const cells = splitRow(line);
  if (cells?.length !== COLUMNS.length) {
    const found = cells === null ? 'a line without its closing bar' : `${cells.length}`;
    return { problems: [{ line: at.line, says: `expected ${COLUMNS.length} cells, got ${found}` }] };
  }
  const values = Object.fromEntries(
    COLUMNS.map((name, index) => [name, readCell(cells[index] ?? '')]),
  ) as Cells;
  const read = rowSchema(at.zone).safeParse(values);
  if (!read.success) {
    return { problems: read.error.issues.map((issue) => ({ line: at.line, says: saying(issue, values) })) };
  }
  const {
    success_criteria: successCriteria,
    due_at_kst: dueAt,
    id,
    status,
    priority,
    task,
    notes,
  } = read.data;
  return { row: { id, status, priority, task, successCriteria, dueAt, notes }, cells: values };
}

function saying(issue: z.core.$ZodIssue, values: Readonly<Record<string, string>>): string {
  const column = String(issue.path[0]);
  return `expected ${column} to be ${issue.message}, got ${onOneLine(JSON.stringify(values[column]).slice(0, 80))}`;
}
