import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../sim/random.js';
import { VirtualClock } from '../../sim/virtual-clock.js';
import { heldCall } from './held-call.js';

const turnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Makes a call while somebody else sleeps 1 ms over and over; answers how long the call took in virtual time. */
async function playedWith(work: () => Promise<string>): Promise<{ answer: string; tookMs: number }> {
  const clock = new VirtualClock(randomFrom(1).fork('sched'));
  let isOver = false;
  const others = async () => {
    while (!isOver) await clock.sleep(1);
  };
  const call = async () => {
    const began = clock.now();
    const answer = await heldCall(clock, work());
    isOver = true;
    return { answer, tookMs: clock.now() - began };
  };
  const [played] = await clock.run(Promise.all([call(), others()]));
  return played;
}

describe('a call that is answered in a later turn of the event loop', () => {
  it.each([0, 1, 7])('takes no virtual time when it comes %i turns later', async (turns) => {
    const work = async () => {
      for (let turn = 0; turn < turns; turn += 1) await turnOfTheLoop();
      return 'done';
    };

    expect(await playedWith(work)).toEqual({ answer: 'done', tookMs: 0 });
  });

  it('does not stop time for ever when no answer comes', async () => {
    const clock = new VirtualClock(randomFrom(1).fork('sched'));
    const began = clock.now();
    void heldCall(clock, new Promise(() => undefined));

    await clock.run(clock.sleep(5));

    expect(clock.now() - began).toBe(5);
  });

  it('breaks as its work does', async () => {
    await expect(playedWith(() => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  });
});
