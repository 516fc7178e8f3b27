/** Each story, told by the built programs as a person types them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../../harness/cli/testing/gate.js';
import { STORIES } from './stories.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function tell(id: string) {
  const out = join(folder, id);
  const { stdout } = await gate('e2e', 'run', id, '--out', out, '--json');
  const verdict = JSON.parse(stdout);
  const lines = (await readFile(join(out, 'timeline.jsonl'), 'utf8')).trimEnd().split('\n');
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
