import { describe, expect, it } from 'vitest';
import { SharedEngine } from './shared-engine.js';
import { SlowCommits } from './slow-commits.js';

/** Commits on an engine of their own; `served` keeps how long the lock was held, ms. */
function stage() {
  const engine = new SharedEngine();
  const commits = new SlowCommits(engine);
  const served: number[] = [];
  const isLocked = () => {
    try {
      engine.lock()();
      return false;
    } catch {
      return true;
    }
  };
  const pass = async (ms: number) => {
    expect(isLocked()).toBe(true);
    served.push(ms);
  };
  return { engine, commits, served, isLocked, pass };
}

describe('the slow commits of an actor', () => {
  it('are served together after the step that made them, with the store locked as long', async () => {
    const { commits, served, isLocked, pass } = stage();
    commits.owe(300);
    commits.owe(300);
    expect(isLocked()).toBe(false);

    await commits.settle(pass);
    await commits.settle(pass);
    expect([served, isLocked()]).toEqual([[600], false]);
  });

  it('let go of the lock when their actor is killed', async () => {
    const { commits, served, isLocked } = stage();
    commits.owe(300);
    await commits.settle(async (ms) => {
      commits.letGo();
      served.push(ms);
      expect(isLocked()).toBe(false);
    });

    expect(served).toEqual([300]);
  });

  it('leave the lock to who got it first, and take their time all the same', async () => {
    const { engine, commits, served, isLocked, pass } = stage();
    commits.owe(300);
    engine.lock();

    await commits.settle(pass);
    expect([served, isLocked()]).toEqual([[300], true]);
  });

  it('do not take another trouble of the engine for a lock', async () => {
    const commits = new SlowCommits({
      lock: () => {
        throw new Error('the engine is closed');
      },
    });
    commits.owe(300);

    await expect(commits.settle(async () => undefined)).rejects.toThrow('the engine is closed');
  });
});
