/**
 * The parts of a conversation that are no operation of a scenario: hello and setup. A system that cannot even answer
 * these is no system under test, so here, and only here, silence and refusal are errors.
 */
import { type Hello, PROTOCOL_VERSION, ProtocolError, readHello } from '../protocol.js';
import type { StdioActor } from './stdio-actor.js';

/** How long a process may take to start: no operation of a scenario waits for it, and a machine may be busy. */
const STARTING_MS = 60_000;
/** How much of an actor's stderr a message tells. */
const TOLD_CHARACTERS = 16 * 1024;

/** Asks a fresh process who it is. @throws ProtocolError with what the process wrote to stderr. */
export async function greet(actor: StdioActor): Promise<Hello> {
  return readHello(await answer(actor, 'hello', { protocol: PROTOCOL_VERSION }));
}

/** Has one actor create the store; before any other operation, and once. @throws ProtocolError */
export async function setUp(actor: StdioActor): Promise<void> {
  await answer(actor, 'setup', {});
}

async function answer(actor: StdioActor, op: 'hello' | 'setup', args: object): Promise<unknown> {
  const reply = await actor.ask(op, args, STARTING_MS);
  if (typeof reply !== 'string' && reply.ok) return reply.value;
  const found = typeof reply === 'string' ? reply : `${reply.error.code}: ${reply.error.message}`;
  const log = actor.log.trim().slice(-TOLD_CHARACTERS);
  throw new ProtocolError(
    `expected an answer to ${op} within ${STARTING_MS / 1000} s, got ${found}; ${log === '' ? 'nothing was written to stderr' : `its stderr ends:\n${log}`}`,
  );
}
