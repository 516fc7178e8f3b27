/**
 * A command line as a template. What stands for a field of the task is replaced within each word once the words are
 * split, so that a task's text is one argument, or a part of one, whatever it says. The program is never taken from it.
 */
import type { InProgress } from '../task/task.js';

/** At least a program. */
export type Words = readonly [string, ...string[]];

type Filling = Pick<InProgress, 'task' | 'successCriteria' | 'run'> & { readonly id: string };

const fields: Readonly<Record<string, (task: Filling) => string>> = {
  id: ({ id }) => id,
  task: ({ task }) => task,
  success_criteria: ({ successCriteria }) => successCriteria,
  run: ({ run }) => `${run}`,
};
const placeholder = new RegExp(`\\{(${Object.keys(fields).join('|')})\\}`, 'g');

/** `words` for one task. Braces around any other name stay as they are. */
export function fillWords([program, ...rest]: Words, task: Filling): Words {
  const fill = (word: string) =>
    word.replaceAll(placeholder, (text, name: string) => fields[name]?.(task) ?? text);
  return [program, ...rest.map(fill)];
}
