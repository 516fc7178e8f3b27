/**
 * The system's end of the protocol for an adapter written in TypeScript: reads requests from stdin, one at a time,
 * and answers on stdout. It ends with its input, so that no actor survives a harness that was killed.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Call, Completion } from '../../../gates/record/history.js';
import {
  type Hello,
  isProtocolError,
  type Reply,
  type Request,
  readRequest,
  replyOf,
} from '../../protocol.js';
import type { Trouble } from '../../sut.js';

/** What an adapter has to say. A call comes only after `setup` was asked, in this process or in another. */
export interface Service {
  readonly hello: Hello;
  setup(): Promise<void>;
  /** `skew`: what the clock is to be off by, ms; `trouble`: what the call meets. For a system that can stage them. */
  answer(call: Call, under: { readonly skew?: number; readonly trouble?: Trouble }): Promise<Completion>;
  close(): Promise<void>;
}

export interface Channel {
  readonly input: Readable;
  readonly output: Writable;
}

/** Serves until `close` is asked or the input ends. */
export async function serve(service: Service, channel: Channel): Promise<void> {
  for await (const line of createInterface({ input: channel.input })) {
    const request = read(line);
    const reply = 'ok' in request ? request : await replyTo(service, request);
    channel.output.write(`${JSON.stringify(reply)}\n`);
    if ('op' in request && request.op === 'close') break;
  }
  // An input that is open keeps a process from ending by itself.
  channel.input.destroy();
  await service.close();
}

/** A request, or the refusal of a line that is none. */
function read(line: string): Request | Reply {
  try {
    return readRequest(line);
  } catch (error) {
    if (!isProtocolError(error)) throw error;
    const id = Number(/"id":(\d+)/.exec(line)?.[1] ?? 0);
    return { id, ok: false, error: { code: 'INVALID', message: error.message, retryable: false } };
  }
}

async function replyTo(service: Service, request: Request): Promise<Reply> {
  const { id } = request;
  switch (request.op) {
    case 'hello':
      return { id, ok: true, value: service.hello };
    case 'setup':
      await service.setup();
      return { id, ok: true, value: null };
    case 'close':
      return { id, ok: true, value: null };
    case 'call':
      return replyOf(id, await service.answer(request.call, request));
  }
}
