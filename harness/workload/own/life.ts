/** The life of an actor as a program of the system sees it. */
import type { Call } from '../../../gates/record/history.js';
import type { Answered, Client } from '../client.js';
import type { Life } from './programs.js';

/** `answered` hears of every answer before the program does. */
export function ownLife(
  client: Client,
  answered: (call: Call, answer: Answered) => void = () => undefined,
): Life {
  let last: Promise<unknown> = Promise.resolve();
  const send = async (call: Call) => {
    const answer = await client.call(call);
    answered(call, answer);
    return answer;
  };
  return {
    call(call) {
      const answer = last.then(() => send(call));
      // How it ended is for its caller to hear; the next one only waits for it.
      last = answer.catch(() => undefined);
      return answer;
    },
    sleep: (ms, signal) => client.sleep(ms, signal),
    now: () => client.shown,
    elapsed: () => client.now(),
  };
}
