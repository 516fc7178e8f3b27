/** Holds what an author wrote to a form: a schema whose messages are what is expected there. */
import type { z } from 'zod';
import { ScenarioError } from './expect.js';

/** @throws ScenarioError naming the first field that is off, and what it may be */
export function expectForm(place: string, form: z.ZodType, written: unknown): void {
  const [issue] = form.safeParse(written, { reportInput: true }).error?.issues ?? [];
  if (issue === undefined) return;
  const found = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.input;
  throw new ScenarioError(`${place}${pathText(issue.path)}`, issue.message, found);
}

/** `simulated.operations[1].task` */
function pathText(path: readonly PropertyKey[]): string {
  const [first, ...steps] = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return first === undefined ? '' : `: ${first.slice(1)}${steps.join('')}`;
}
