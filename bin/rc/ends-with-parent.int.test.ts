import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { projectRoot } from '../project.js';
import { ENDS_WITH_PARENT } from './ends-with-parent.js';

/** A child that would run for a minute. */
function child(environment: Readonly<Record<string, string>>) {
  const built = pathToFileURL(join(projectRoot, 'dist/bin/rc/ends-with-parent.js'));
  const program = `import { endWithParent } from '${built}'; endWithParent();
    process.on('SIGTERM', () => { console.log('in good order'); process.exit(0); });
    console.log('up'); setTimeout(() => undefined, 60_000);`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

it('a producer ends in good order when the command that started it is gone', async () => {
  const producer = child({ [ENDS_WITH_PARENT]: '1' });
  const [first] = await once(producer.stdout, 'data');
  producer.stdin.destroy();

  const [last] = await once(producer.stdout, 'data');
  const [exitCode] = await once(producer, 'exit');

  expect([String(first), String(last), exitCode]).toEqual(['up\n', 'in good order\n', 0]);
});
