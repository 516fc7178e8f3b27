/** What is refused before the interface sees a request: it came too slowly, its head is too large, or it is no HTTP. */
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestError } from '@hono/node-server';
import { CLOSED } from './observed.js';
import { NOT_ARRIVED, type Problem, problemOf, statusOf } from './refusal.js';

const TOO_LARGE: Problem = {
  code: 'TOO_LARGE',
  message: 'expected shorter headers, found that they are too long to be read',
  hint: 'send fewer of them, or a shorter address',
};
const KNOWN: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: NOT_ARRIVED,
  HPE_HEADER_OVERFLOW: TOO_LARGE,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: TOO_LARGE,
};

/** Answers on the bare socket, unless an answer has begun there; then the connection is all that can be ended. */
export function refuseUnread(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => answers.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answers.get(socket);
    const begun = answer?.headersSent === true && !answer.writableFinished;
    if (begun || !socket.writable) socket.destroy();
    else socket.end(asText(KNOWN[error.code ?? ''] ?? noHttp(error)), () => socket.destroy());
  });
}

/** The answer to a request that cannot be passed on: its address cannot be read. */
export function refuseAddress(error: unknown): Response {
  const problem = error instanceof RequestError ? noHttp(error) : problemOf(error);
  return new Response(JSON.stringify(problem), {
    status: statusOf(problem.code),
    headers: { ...CLOSED, 'Content-Type': 'application/json' },
  });
}

function noHttp({ message }: Error): Problem {
  return {
    code: 'INVALID',
    message: `expected a request in HTTP/1.1, found another: ${message}`,
    hint: 'send a method, a path, a Host header and a body of the length that is told',
  };
}

function asText(problem: Problem): string {
  const status = statusOf(problem.code);
  const body = JSON.stringify(problem);
  const length = `${Buffer.byteLength(body)}`;
  const headers = { ...CLOSED, 'Content-Type': 'application/json', 'Content-Length': length };
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, text]) => `${name}: ${text}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
