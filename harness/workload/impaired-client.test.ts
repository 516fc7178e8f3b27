import { describe, expect, it } from 'vitest';
import { Barrier } from './barrier.js';
import type { Client } from './client.js';
import { ScriptedSystem } from './testing/scripted-system.js';

/** A client that is up, and what its present actor makes of 10 ms and of the instant 1000. */
async function upAndRunning(body: (client: Client, works: () => readonly unknown[]) => Promise<void>) {
  const system = new ScriptedSystem(() => ({ type: 'ok', value: null }));
  const client = system.client('w1');
  const works = () => {
    const conditions = system.conditions.get(client.id);
    return [conditions?.stretch(10), conditions?.shows(1000)];
  };
  const run = async () => {
    await client.begin();
    await body(client, works);
  };
  await system.clock.run(run());
}

const slow = { stretch: (ms: number) => ms * 3 };
const ahead = { shows: (now: number) => now + 5 };
const behind = { shows: (now: number) => now - 5 };

describe('a client that is impaired', () => {
  it('tells its actor, and what is undone leaves the rest', async () => {
    await upAndRunning(async (client, works) => {
      const relieve = client.impair(slow);
      client.impair(ahead);
      expect(works()).toEqual([30, 1005]);

      relieve();
      expect(works()).toEqual([10, 1005]);
    });
  });

  it('stays as the latest says when an earlier one is undone', async () => {
    await upAndRunning(async (client, works) => {
      const first = client.impair(ahead);
      const second = client.impair(behind);

      first();
      expect(works()).toEqual([10, 995]);
      second();
      expect(works()).toEqual([10, 1000]);
    });
  });

  it('is impaired still after it was killed and came back', async () => {
    await upAndRunning(async (client, works) => {
      const down = new Barrier();
      client.impair(ahead);
      await client.kill(down);
      down.open();
      await client.begin();

      expect([client.id, works()]).toEqual(['w1/2', [10, 1005]]);
    });
  });
});
