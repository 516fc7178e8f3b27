/** The nine columns of the table, in order. The words are the file's contract with people and other tools. */

export const COLUMNS = [
  'id',
  'status',
  'priority',
  'task',
  'success_criteria',
  'owner_session',
  'started_at_kst',
  'due_at_kst',
  'notes',
] as const;

/** A row's cell texts by column. */
export type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;
