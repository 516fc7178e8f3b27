/**
 * Migration 3: the trace a task belongs to. Tasks that were there before belong to none.
 * An older process may keep running over this version: it neither reads nor writes the column.
 */
export const traceparent = `
alter table task add column traceparent text check (length(traceparent) >= 55);
`;
