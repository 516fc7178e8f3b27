import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readHello } from '../../protocol.js';
import { ORCH_HELLO } from './hello.js';

it('our orchestrator introduces itself with the version of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

  expect(ORCH_HELLO.version).toBe(manifest.version);
});

it('our orchestrator introduces itself as the protocol asks', () => {
  expect(readHello(ORCH_HELLO)).toEqual(ORCH_HELLO);
});
