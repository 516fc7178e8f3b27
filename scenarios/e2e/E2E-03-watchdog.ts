/** A worker is killed in mid-task; after its lease another one finishes, and the dead one's claim is void. */
import type { E2e } from '../../harness/index.js';
import { reportProgram } from './report-program.js';
import { statusesOf } from './statuses.js';

const TASK = 'E2E-03-A';

export const watchdogRecovery: E2e = {
  id: 'E2E-03',
  category: 'watchdog',
  says: 'A worker killed in mid-task keeps nothing: its lease runs out, another finishes, and its late result is refused.',
  settings: { ORCH_LEASE_SECONDS: '20s', ORCH_RETRY_BACKOFF: '200ms', ORCH_DISPATCHER_INTERVAL: '100ms' },
  async run(stage) {
    stage.step('A task whose first run never ends');
    await stage.write(
      'work.mjs',
      reportProgram(`if (!existsSync('started')) {
  writeFileSync('started', '');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}`),
    );
    await stage.type('orch', ['init']);
    const text = ['--task', 'Rebuild the index', '--success-criteria', 'the index is complete'];
    await stage.type('orch', ['add', '--id', TASK, '--priority', 'P0', ...text]);

    stage.step('Kill the worker while its command runs');
    const loop = ['work', '--exec', 'node work.mjs', '--max-tasks', '1', '--owner-session'];
    const zombie = stage.start('orch', [...loop, 'zombie', '--lease', '3s']);
    await stage.until('the command has begun', async () => (await stage.read('started')) !== null);
    zombie.signal('SIGKILL');
    stage.expect('it died of the signal', { found: (await zombie.ended).signal, wanted: 'SIGKILL' });

    stage.step('The watchdog returns the task once the lease has run out');
    const watchdog = stage.start('orch', ['watchdog', '--interval', '200ms', '--until-idle']);
    stage.expect('the watchdog ends by itself', { found: (await watchdog.ended).exitCode, wanted: 0 });
    const returned = await stage.state();
    const wayBack = ['PENDING', 'IN_PROGRESS', 'PENDING'];
    stage.expect('the task is pending again', { found: statusesOf(returned, TASK), wanted: wayBack });

    stage.step('Another worker finishes it');
    await stage.type('orch', [...loop, 'worker-2']);

    stage.step('The dead worker comes back with its old token');
    const claim = ['--id', TASK, '--owner-session', 'zombie', '--token', '1'];
    await stage.type('orch', ['done', ...claim, '--notes', 'finished after all'], { exitCodes: [3] });

    stage.step('Read the result');
    const after = await stage.state();
    const wanted = [...wayBack, 'IN_PROGRESS', 'DONE'];
    stage.expect('it was settled once, by the second run', { found: statusesOf(after, TASK), wanted });
    const done = after.events.filter(({ type }) => type === 'done').map(({ run }) => run);
    stage.expect('the settlement is that of run 2', { found: done, wanted: [2] });
  },
};
