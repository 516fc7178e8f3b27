/** The socket of the interface: opened, its address told, and closed without cutting off who is being answered. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { pause } from '../engine/pause.js';
import { ConfigError } from '../errors.js';
import { type Clock, type DurationMs, milliseconds } from '../time.js';
import { refuseAddress, refuseUnread } from './unread.js';

export interface ListenTerms {
  readonly app: Hono;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Longest time for a whole request to arrive; then 408. */
  readonly requestTimeout: DurationMs;
  readonly clock: Clock;
}

export interface Listening {
  readonly url: string;
  /** Takes no new requests, finishes the open ones, and cuts off those that last longer than `grace`. */
  close(grace: DurationMs): Promise<void>;
}

/** Opens the socket. @throws ConfigError when the address cannot be had */
export async function listen({ app, host, port, requestTimeout, clock }: ListenTerms): Promise<Listening> {
  const serverOptions = {
    requestTimeout,
    headersTimeout: requestTimeout,
    connectionsCheckingInterval: Math.max(50, requestTimeout / 10),
    // Refused by `refuseAddress`, in the form of every error.
    requireHostHeader: false,
  };
  const answer = getRequestListener(app.fetch, { errorHandler: refuseAddress });
  const server = createServer(serverOptions, (asked, answered) => void answer(asked, answered));
  refuseUnread(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new ConfigError(`expected ${host} port ${port} to be free for this server, found ${cause.code}`, {
          cause,
          hint: 'choose another --port, or 0 for any free one',
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const { address, family, port: bound } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
  return { url, close: (grace) => closed(server, grace, clock) };
}

async function closed(server: Server, grace: DurationMs, clock: Clock): Promise<void> {
  const done = new AbortController();
  const finished = new Promise<void>((resolve) => server.close(() => resolve()));
  const cutOff = pause(clock, milliseconds(grace), done.signal).then(() => server.closeAllConnections());
  await finished;
  done.abort();
  await cutOff;
}
