/** A rendered queue against the store, row by row and cell by cell. Pure. */
import { type Cells, COLUMNS } from '../queue-md/columns.js';
import { cellsOf } from '../queue-md/render.js';
import type { ZoneMinutes } from '../queue-md/zone.js';
import type { Task } from '../task/task.js';

/** One cell that shows something else than the store holds. */
export interface FieldMismatch {
  readonly id: string;
  readonly column: (typeof COLUMNS)[number];
  readonly inFile: string;
  readonly inStore: string;
}

/** What differs between a file and a store; all three empty when they agree. */
export interface Comparison {
  readonly total: number;
  readonly missingInStore: readonly string[];
  readonly missingInFile: readonly string[];
  readonly mismatches: readonly FieldMismatch[];
}

/** Compares the rows of a file with the tasks of a store as they would be rendered in `zone`. */
export function compare(
  rows: readonly Cells[],
  store: { readonly tasks: readonly Task[]; readonly zone: ZoneMinutes },
): Comparison {
  const inStore = new Map<string, Cells>(store.tasks.map((task) => [task.id, cellsOf(task, store.zone)]));
  const inFile = new Set(rows.map(({ id }) => id));
  return {
    total: inStore.size,
    missingInStore: rows.filter(({ id }) => !inStore.has(id)).map(({ id }) => id),
    missingInFile: [...inStore.keys()].filter((id) => !inFile.has(id)),
    mismatches: rows.flatMap((row) => mismatchesOf(row, inStore.get(row.id))),
  };
}

/** Whether nothing differs. */
export function agrees({ missingInStore, missingInFile, mismatches }: Comparison): boolean {
  return missingInStore.length + missingInFile.length + mismatches.length === 0;
}

function mismatchesOf(row: Cells, stored: Cells | undefined): readonly FieldMismatch[] {
  if (stored === undefined) return [];
  return COLUMNS.filter((column) => row[column] !== stored[column]).map((column) => ({
    id: row.id,
    column,
    inFile: row[column],
    inStore: stored[column],
  }));
}
