/** Each story, told by the built programs as a person types them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { gate, projectRoot } from '../../harness/cli/testing/gate.js';
import { STORIES } from './stories.js';

async function tell(id: string) {
  const { stdout } = await gate('e2e', 'run', id, '--json');
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
