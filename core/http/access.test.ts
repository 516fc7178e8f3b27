import { describe, expect, it } from 'vitest';
import { type AccessTerms, guardOf, tokenFor } from './access.js';
import { openBench, TOKEN } from './testing/bench.js';

const terms = (more: Partial<AccessTerms>): AccessTerms => ({
  host: '127.0.0.1',
  env: {},
  tokenFile: null,
  without: 'refuse',
  ...more,
});

describe('the token of a server', () => {
  it('comes from the environment', () => {
    expect(tokenFor(terms({ env: { ORCH_HTTP_TOKEN: `${TOKEN}\n` } }))).toBe(TOKEN);
  });

  it.each([
    ['is none', {}],
    ['is short', { env: { ORCH_HTTP_TOKEN: 'fifteen-letters' } }],
    ['has a blank in it', { env: { ORCH_HTTP_TOKEN: 'sixteen letters and more' } }],
  ])('that %s keeps it from starting', (_, more) => {
    expect(() => tokenFor(terms(more))).toThrow('expected a token of 16');
  });

  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('may be left out on %s', (host) => {
    expect(tokenFor(terms({ host, without: 'allow' }))).toBeNull();
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', 'localhost.example.org'])(
    'may not be left out on %s',
    (host) => {
      expect(() => tokenFor(terms({ host, without: 'allow' }))).toThrow('loopback address only');
    },
  );
});

describe('a server with a token', () => {
  it.each([
    ['none', {}],
    ['another', { authorization: 'Bearer another-token-altogether' }],
    ['the first half', { authorization: `Bearer ${TOKEN.slice(0, 13)}` }],
    ['it and more', { authorization: `Bearer ${TOKEN}x` }],
    ['it under another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('turns away who shows %s, from every endpoint about the queue', async (_, headers) => {
    const { app, store } = await openBench();
    for (const path of ['/v1/tasks', '/v1/overview', '/v1/events/stream', '/metrics', '/v1/none']) {
      const response = await app.request(path, { headers });
      expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        'Bearer',
      ]);
      expect(await response.json()).toMatchObject({ code: 'UNAUTHORIZED' });
    }
    await store.close();
  });

  it('shows its page, document and health to anyone', async () => {
    const { app, store } = await openBench();
    for (const path of ['/', '/openapi.json', '/healthz', '/readyz']) {
      expect((await app.request(path)).status).toBe(200);
    }
    await store.close();
  });
});

describe('a server without a token', () => {
  const statusFor = async (host: string) => {
    const { app, store } = await openBench({ guard: guardOf(null) });
    const { status } = await app.request('/v1/tasks', { headers: { host } });
    await store.close();
    return status;
  };

  it.each(['127.0.0.1:7420', 'localhost:7420', '[::1]:7420', '127.0.0.1'])('serves %s', async (host) => {
    expect(await statusFor(host)).toBe(200);
  });

  it.each(['rebound.example.org:7420', 'localhost.example.org', '', '10.0.0.1'])(
    'turns away a page that came under the name %j',
    async (host) => {
      expect(await statusFor(host)).toBe(403);
    },
  );
});
