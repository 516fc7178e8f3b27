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

/** Made once: to make a schema takes longer than to read many rows. An instant needs a zone and is read apart. */
const rowSchema = z.object({
  id: z.string().regex(idForm, `an id of the form ${idForm.source}`),
  status: z.enum(STATUSES, `one of ${STATUSES.join(', ')}`),
  priority: z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`),
  task: filled,
  success_criteria: filled,
  due_at_kst: z.string(),
  notes: z.string(),
});

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
  const read = rowSchema.safeParse(values);
  const dueAt = values.due_at_kst === '' ? null : parseInstant(values.due_at_kst, at.zone);
  const problems = (read.error?.issues ?? []).map(({ path, message }) =>
    saying(String(path[0]), message, values),
  );
  if (dueAt === null && values.due_at_kst !== '')
    problems.push(saying('due_at_kst', 'YYYY-MM-DD HH:MM or -', values));
  if (!read.success || problems.length > 0)
    return { problems: problems.map((says) => ({ line: at.line, says })) };
  const { success_criteria: successCriteria, id, status, priority, task, notes } = read.data;
  return { row: { id, status, priority, task, successCriteria, dueAt, notes }, cells: values };
}

function saying(column: string, expected: string, values: Readonly<Record<string, string>>): string {
  return `expected ${column} to be ${expected}, got ${onOneLine(JSON.stringify(values[column]).slice(0, 80))}`;
}
