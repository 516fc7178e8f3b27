/**
 * Who may ask. With a token: whoever shows it. Without one, which is for loopback addresses only: whoever is on this
 * machine and means this server; a web page that points a name of its own at loopback is told apart by its Host.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TOKEN_VARIABLE } from '../config-fields.js';
import { ConfigError } from '../errors.js';
import { HttpRefusal } from './refusal.js';

/** Shorter tokens could be guessed. */
const SHORTEST_TOKEN = 16;
const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

export interface AccessTerms {
  readonly host: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tokenFile: string | null;
  readonly without: 'refuse' | 'allow';
}

/** Throws an HttpRefusal for a request that may not pass. */
export type Guard = (headers: Headers) => void;

/** The token to ask for; null when none is to be. @throws ConfigError */
export function tokenFor({ host, env, tokenFile, without }: AccessTerms): string | null {
  if (without === 'allow') {
    if (LOOPBACK_NAME.test(host)) return null;
    throw new ConfigError(`expected --no-token with a loopback address only, got ${host}`, {
      hint: `set ${TOKEN_VARIABLE}, or leave --host out`,
    });
  }
  const token = tokenFile === null ? (env[TOKEN_VARIABLE] ?? '').trim() : readToken(tokenFile);
  if (token.length >= SHORTEST_TOKEN && /^[\x21-\x7e]+$/.test(token)) return token;
  const found = token === '' ? 'none' : 'one that is shorter or has other characters';
  throw new ConfigError(
    `expected a token of ${SHORTEST_TOKEN} or more printable characters, found ${found}`,
    {
      hint: `set ${TOKEN_VARIABLE} or --token-file, for example to the output of: openssl rand -hex 32`,
    },
  );
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new ConfigError(`expected --token-file to name a readable file, got ${path}`, {
      cause,
      hint: `write the token into it, or leave it out and set ${TOKEN_VARIABLE}`,
    });
  }
}

/** The guard of every endpoint about the queue. */
export function guardOf(token: string | null): Guard {
  return token === null ? fromThisMachine : withToken(token);
}

/** Compares digests, so that the time taken says nothing of how much was right, or how long the token is. */
function withToken(token: string): Guard {
  const expected = digest(token);
  return (headers) => {
    const [, shown = ''] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
    if (timingSafeEqual(digest(shown), expected)) return;
    throw new HttpRefusal({
      code: 'UNAUTHORIZED',
      message: 'expected the token of this server, found none or another one',
      hint: 'send it as: Authorization: Bearer <token>',
    });
  };
}

function fromThisMachine(headers: Headers): void {
  const host = headers.get('host') ?? '';
  if (LOOPBACK_NAME.test(host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))) return;
  throw new HttpRefusal({
    code: 'FOREIGN_HOST',
    message: 'expected a loopback address in the Host header, found another name',
    hint: 'ask 127.0.0.1 itself; to be reached by a name, the server needs a token',
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
