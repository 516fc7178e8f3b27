/**
 * Migration 2: the tokens of a day are added up from the verdicts of that day, and from nothing else in the log.
 * An older process may keep running over this version: it only gains an index.
 */
export const tokenUse = `
create index event_verdict on event (at) where type = 'guardrail';
`;
