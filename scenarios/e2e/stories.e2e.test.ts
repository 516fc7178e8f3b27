/** Each story, told by the built programs as a person types them. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { STORIES } from './stories.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

async function tell(id: string) {
  const { stdout } = await promisify(execFile)('node', ['dist/bin/gate.js', 'e2e', 'run', id, '--json'], {
    cwd: projectRoot,
  });
  const verdict = JSON.parse(stdout);
  const lines = (await readFile(`${projectRoot}${verdict.files}/timeline.jsonl`, 'utf8'))
    .trimEnd()
    .split('\n');
  return { verdict, timeline: lines.map((line) => JSON.parse(line)) };
}

describe('the end-to-end stories', () => {
  it.concurrent.each(STORIES.map(({ id, says }) => [id, says]))('%s: %s', async (id) => {
    const { verdict, timeline } = await tell(id);

    expect(verdict).toMatchObject({ id, result: 'PASSED', because: null });
    expect(timeline.filter(({ command }) => command !== null)).toHaveLength(verdict.commands);
    expect(JSON.stringify(timeline)).not.toContain('/gate-e2e-');
  });
});
