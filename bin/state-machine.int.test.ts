/** Two tables on purpose, one of the orchestrator and one of its judge: this is where they meet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { STATUSES, TRANSITIONS } from '../core/index.js';
import { stateMachineSchema } from '../gates/policy/state-machine.js';
import { projectRoot } from './project.js';

const path = join(projectRoot, 'gates/policy/state-machine.yaml');
const judge = stateMachineSchema.parse(parse(readFileSync(path, 'utf8')));

const births = new Set(judge.births.flatMap(({ to }) => to.map((state) => `(none) → ${state}`)));
const steps = new Set(judge.transitions.map(({ from, to }) => `${from} → ${to}`));
const known = new Set([...births, ...steps]);

const taken = new Set(
  TRANSITIONS.flatMap(({ from, to }) => {
    const starts = from.length === 0 ? ['(none)'] : from;
    return starts.flatMap((start) => to.map((end) => `${start} → ${end}`));
  }),
);
const pairs = ['(none)', ...STATUSES].flatMap((from) => STATUSES.map((to) => `${from} → ${to}`));

describe("the orchestrator's steps and the judge's", () => {
  it.each(pairs)('agree on %s', (pair) => {
    expect(known.has(pair)).toBe(taken.has(pair));
  });
});
