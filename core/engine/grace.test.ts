import { beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { seconds } from '../time.js';
import { underGrace } from './grace.js';

let clock: ManualClock;
let stop: AbortController;
let hurry: AbortController;

beforeEach(() => {
  clock = manualClock();
  stop = new AbortController();
  hurry = new AbortController();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when the test says so, and the signal it was given. */
function working() {
  let halt = new AbortController().signal;
  let finish: (result: string) => void = () => undefined;
  const terms = { clock, stop: stop.signal, grace: seconds(10), hurry: hurry.signal };
  const result = underGrace(terms, (signal) => {
    halt = signal;
    return new Promise<string>((resolve) => {
      finish = resolve;
    });
  });
  return { halt: () => halt, finish: (text: string) => finish(text), result };
}

describe('work under grace', () => {
  it('goes on for the grace after the request to stop, and is then told why', async () => {
    const { halt, finish, result } = working();
    stop.abort(new Error('worker stopped'));
    await turn();
    clock.advance(9_999);
    await turn();
    expect(halt().aborted).toBe(false);
    clock.advance(1);
    await turn();
    expect(halt().reason).toMatchObject({ message: 'worker stopped' });
    finish('stopped');
    expect(await result).toBe('stopped');
  });

  it('that ends in time is never told to stop', async () => {
    const { halt, finish, result } = working();
    stop.abort();
    await turn();
    finish('done');
    expect(await result).toBe('done');
    clock.advance(60_000);
    await turn();
    expect(halt().aborted).toBe(false);
  });

  it('must stop at once when asked a second time', async () => {
    const { halt, finish, result } = working();
    stop.abort(new Error('worker stopped'));
    await turn();
    hurry.abort();
    await turn();
    expect(halt().aborted).toBe(true);
    finish('');
    await result;
  });

  it('that fails hands its error on', async () => {
    const terms = { clock, stop: stop.signal, grace: seconds(10), hurry: hurry.signal };
    await expect(underGrace(terms, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
  });
});
