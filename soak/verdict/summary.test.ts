import { describe, expect, it } from 'vitest';
import { filesText } from './summary.js';

const healthy = [{ path: 'plan.json' }, { path: 'history.jsonl' }];

describe('the text about the files of a soak', () => {
  it('names the folder', () => {
    expect(filesText('logs/soak/A', healthy)).toBe('files: logs/soak/A');
  });

  it('names each file that was kept because the run was not healthy', () => {
    const kept = [{ path: 'kept/queue.db' }, { path: 'kept/stderr-w1-1.txt' }];

    expect(filesText('logs/soak/A', [...healthy, ...kept])).toBe(
      'files: logs/soak/A\nkept: logs/soak/A/kept/queue.db, logs/soak/A/kept/stderr-w1-1.txt',
    );
  });
});
