#!/usr/bin/env node
/**
 * Runs `npm ci && npm test` on the newest Node line that comes as a registry package, in a fresh clone of HEAD.
 * The native driver is compiled against the headers that the package brings. Removes what it made.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { $, tmpdir } from 'zx';

const NODE = '26.10.0';

const folder = tmpdir();
$.verbose = true;
try {
  const lane = join(folder, 'lane');
  await $`mkdir -p ${lane}`;
  await $({ cwd: lane })`npm init -y`.quiet();
  await $({ cwd: lane })`npm install --no-audit node@${NODE}`.nothrow().quiet();
  const package_ = join(lane, 'node_modules', 'node');
  const headers = join(package_, 'node_modules', `node-${process.platform}-${process.arch}`);
  const env = {
    ...process.env,
    PATH: `${join(package_, 'bin')}:${process.env.PATH}`,
    npm_config_nodedir: headers,
  };
  await $`git clone --quiet . ${join(folder, 'clone')}`;
  const inClone = $({ cwd: join(folder, 'clone'), env, stdio: 'inherit' });
  await inClone`node --version`;
  await inClone`npm ci`;
  await inClone`npm test`;
} finally {
  await rm(folder, { recursive: true, force: true });
}
