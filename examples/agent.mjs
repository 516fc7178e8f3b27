/**
 * Stands in for a command-line coding agent: reads the task from its input, works, and prints a compact report and what
 * it spent. Put the call of your own agent where `work` is. Run by: orch work --exec "node examples/agent.mjs"
 */
import { appendFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/** The one part to replace: hand `prompt` to your agent, and answer with what it did. */
async function work(prompt) {
  await appendFile('changes.txt', `${prompt}\n`);
  return { files: ['changes.txt'], did: 'wrote the task down', checked: 'read it back', tokens: 8400 };
}

const task = JSON.parse(await text(process.stdin));
const { files, did, checked, tokens } = await work(`${task.task}. It is done when ${task.successCriteria}.`);
console.log(`[REPORT ${task.id}]
Status: DONE
Files:
${files.map((file) => `- ${file}`).join('\n')}
Diff-Summary:
- ${did}
Validation: ${checked}
Risks: None
Next: None
[TOKENS ${tokens}]`);
