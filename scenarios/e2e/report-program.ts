/**
 * The command that the stories let a worker run: a small program of its own that reads the task from its input and
 * prints a compact report and its token count, as a real worker would.
 */

/** Source of a program that reports `status` for its task. `first` is run before it reports, with `task` at hand. */
export function reportProgram(first = ''): string {
  return `import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const task = JSON.parse(readFileSync(0, 'utf8'));
${first}
console.log(\`working on run \${task.run} of: \${task.task}\`);
console.log(\`[REPORT \${task.id}]
Status: DONE
Files:
- notes.txt
Diff-Summary:
- wrote what the task asks for
Validation:
- checked against: \${task.successCriteria}
Risks: None
Next: None\`);
console.log('[TOKENS 640]');
`;
}
