/** A rendered queue against the store, row by row and cell by cell: the store a page at a time. Pure. */
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

/** A comparison that is fed with the tasks of the store as they are read. */
export interface Comparing {
  take(tasks: readonly Task[]): void;
  /** What differs, once every task was taken. */
  comparison(): Comparison;
}

/** Begins to compare the rows of a file with tasks as they would be rendered in `zone`. */
export function beginComparison(rows: readonly Cells[], zone: ZoneMinutes): Comparing {
  const unmet = new Map<string, Cells>(rows.map((row) => [row.id, row]));
  const missingInFile: string[] = [];
  const mismatches: FieldMismatch[] = [];
  let total = 0;
  return {
    take(tasks) {
      total += tasks.length;
      for (const task of tasks) {
        const row = unmet.get(task.id);
        if (row === undefined) missingInFile.push(task.id);
        else mismatches.push(...mismatchesOf(row, cellsOf(task, zone)));
        unmet.delete(task.id);
      }
    },
    comparison: () => ({ total, missingInStore: [...unmet.keys()], missingInFile, mismatches }),
  };
}

/** Compares the rows of a file with all tasks at once. */
export function compare(
  rows: readonly Cells[],
  store: { readonly tasks: readonly Task[]; readonly zone: ZoneMinutes },
): Comparison {
  const { take, comparison } = beginComparison(rows, store.zone);
  take(store.tasks);
  return comparison();
}

/** Whether nothing differs. */
export function agrees({ missingInStore, missingInFile, mismatches }: Comparison): boolean {
  return missingInStore.length + missingInFile.length + mismatches.length === 0;
}

function mismatchesOf(row: Cells, stored: Cells): readonly FieldMismatch[] {
  return COLUMNS.filter((column) => row[column] !== stored[column]).map((column) => ({
    id: row.id,
    column,
    inFile: row[column],
    inStore: stored[column],
  }));
}
