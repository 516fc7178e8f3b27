import { describe, expect, it } from 'vitest';
import type { Call, Completion } from '../../gates/record/history.js';
import { Barrier } from './barrier.js';
import type { Client } from './client.js';
import { IncarnationEnded, live } from './incarnation.js';
import { ScriptedSystem } from './testing/scripted-system.js';

const sweep: Call = { op: 'sweep', args: {} };
const done: Completion = { type: 'ok', value: null };

/** Opens the client and runs `body` in virtual time. */
function inTime(system: ScriptedSystem, body: () => Promise<unknown>): Promise<unknown> {
  return system.clock.run(body());
}

const ended = (error: unknown) => (error instanceof IncarnationEnded ? error.message : error);

describe('a client', () => {
  it('writes down its call and the answer, under its incarnation’s name', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    await inTime(system, async () => {
      await client.begin();
      await client.call(sweep);
    });

    expect(system.story()).toEqual(['0 w1/1 sweep', '10 w1/1 ok']);
  });

  it('hands a refusal back to its program', async () => {
    const system = new ScriptedSystem(() => ({ type: 'fail', code: 'BUSY' }));
    const client = system.client('w1');

    const answer = await inTime(system, async () => {
      await client.begin();
      return client.call(sweep);
    });

    expect(answer).toEqual({ type: 'fail', code: 'BUSY' });
  });

  it('ends its incarnation when nobody can know what its call did', async () => {
    const system = new ScriptedSystem((_call, nth) =>
      nth === 1 ? { type: 'info', code: 'INTERNAL' } : done,
    );
    const client = system.client('w1');

    await inTime(system, () => live(client, async () => void (await client.call(sweep))));

    expect(system.story()).toEqual(['0 w1/1 sweep', '10 w1/1 info INTERNAL', '10 w1/2 sweep', '20 w1/2 ok']);
    expect(system.killed).toEqual(['w1/1']);
  });

  it('gives up on a call without an answer once its patience is over, and not before', async () => {
    const system = new ScriptedSystem(() => 'silence');
    const client = system.client('w1');

    const outcome = await inTime(system, async () => {
      await client.begin();
      const call = client.call(sweep).catch(ended);
      await system.clock.sleep(99);
      client.giveUpAfter(100);
      await system.clock.sleep(1);
      client.giveUpAfter(100);
      return call;
    });

    expect(outcome).toBe('w1/1 does not know what its last call did');
    expect(system.story()).toEqual(['0 w1/1 sweep', '100 w1/1 info TIMEOUT']);
  });
});

describe('a client that is killed', () => {
  async function killedAfter(client: Client, system: ScriptedSystem, ms: number): Promise<Barrier> {
    const down = new Barrier();
    await system.clock.sleep(ms);
    await client.kill(down);
    return down;
  }

  it('loses the call it has open', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    const outcome = await inTime(system, async () => {
      await client.begin();
      const call = client.call(sweep).catch(ended);
      await killedAfter(client, system, 5);
      return call;
    });

    expect(outcome).toBe('w1/1 does not know what its last call did');
    expect(system.story()).toEqual(['0 w1/1 sweep', '5 w1/1 info CRASH']);
  });

  it('is woken from its sleep', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    const outcome = await inTime(system, async () => {
      await client.begin();
      const sleep = client.sleep(1000).catch(ended);
      await killedAfter(client, system, 5);
      return sleep;
    });

    expect(outcome).toBe('w1/1 was killed');
  });

  it('comes back as its next incarnation once it is no longer kept down', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    await inTime(system, async () => {
      const life = live(client, async () => {
        await client.sleep(20);
        await client.call(sweep);
      });
      const down = await killedAfter(client, system, 5);
      await system.clock.sleep(100);
      down.open();
      await life;
    });

    expect(system.story()).toEqual(['125 w1/2 sweep', '135 w1/2 ok']);
  });

  it('with the answer on its way does not know what its call did', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1', { after: (struck) => struck.kill(new Barrier()) });

    const outcome = await inTime(system, async () => {
      await client.begin();
      return client.call(sweep).catch(ended);
    });

    expect(outcome).toBe('w1/1 does not know what its last call did');
    expect(system.story()).toEqual(['0 w1/1 sweep', '10 w1/1 info CRASH']);
  });

  it('before its call is sent never sends it', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1', { before: (struck) => struck.kill(new Barrier()) });

    const outcome = await inTime(system, async () => {
      await client.begin();
      return client.call(sweep).catch(ended);
    });

    expect(outcome).toBe('w1/1 was killed');
    expect(system.story()).toEqual([]);
  });
});

describe('a client that is held', () => {
  it('sends its call when it is let go', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    await inTime(system, async () => {
      await client.begin();
      const letGo = client.pause();
      const call = client.call(sweep);
      await system.clock.sleep(50);
      letGo();
      await call;
    });

    expect(system.story()).toEqual(['50 w1/1 sweep', '60 w1/1 ok']);
    expect(system.paused).toEqual(['w1/1', 'w1/1 goes on']);
  });

  it('oversleeps', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    await inTime(system, async () => {
      await client.begin();
      const program = client.sleep(10).then(() => client.call(sweep));
      const letGo = client.pause();
      await system.clock.sleep(50);
      letGo();
      await program;
    });

    expect(system.story()).toEqual(['50 w1/1 sweep', '60 w1/1 ok']);
  });

  it('can be killed, and is not let go afterwards', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    await inTime(system, async () => {
      await client.begin();
      const letGo = client.pause();
      await client.kill(new Barrier());
      letGo();
    });

    expect([system.paused, system.killed, client.isUp]).toEqual([['w1/1'], ['w1/1'], false]);
  });
});

describe('a client that is sent home', () => {
  it('ends its program, also one that is kept down', async () => {
    const system = new ScriptedSystem(() => done);
    const client = system.client('w1');

    await inTime(system, async () => {
      const life = live(client, () => client.sleep(1000));
      await system.clock.sleep(5);
      await client.kill(new Barrier());
      await system.clock.sleep(5);
      client.dismiss();
      await life;
    });

    expect(system.opened).toEqual(['w1/1']);
  });
});
