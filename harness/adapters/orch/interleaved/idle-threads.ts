/**
 * Threads that have no connection, kept for the next actor of any run in this process: to start one costs more than a
 * thousand statements. What a thread did before leaves no trace in it, since every actor opens a store of its own.
 */
import { ActorThread } from './actor-thread.js';

const idle: ActorThread[] = [];

/** A thread without a connection. */
export async function takeThread(): Promise<ActorThread> {
  return idle.pop() ?? ActorThread.start();
}

/** Takes back a thread whose connection is closed. */
export function giveBack(thread: ActorThread): void {
  idle.push(thread);
}
