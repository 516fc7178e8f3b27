/** A command fails for a passing reason; the watchdog returns the task after its backoff, and the next run succeeds. */
import type { E2e } from '../../harness/index.js';
import { reportProgram } from './report-program.js';
import { statusesOf } from './statuses.js';

const TASK = 'E2E-02-A';
const BACKOFF_MS = 1_000;

export const failureAndRecovery: E2e = {
  id: 'E2E-02',
  category: 'failure-recovery',
  says: 'A run that fails for a passing reason is retried after its backoff by the watchdog, and the task gets DONE.',
  settings: { ORCH_RETRY_BACKOFF: '1,1,1', ORCH_DISPATCHER_INTERVAL: '100ms', ORCH_LEASE_SECONDS: '20s' },
  async run(stage) {
    stage.step('A task whose command fails the first time');
    await stage.write(
      'work.mjs',
      reportProgram(`if (!existsSync('tried')) {
  writeFileSync('tried', '');
  console.error('the service is not there yet');
  process.exit(75);
}`),
    );
    await stage.type('orch', ['init']);
    const text = ['--task', 'Fetch the figures', '--success-criteria', 'the figures are there'];
    await stage.type('orch', ['add', '--id', TASK, '--priority', 'P1', ...text]);

    stage.step('The first run fails');
    const loop = ['work', '--exec', 'node work.mjs', '--owner-session', 'worker-1', '--max-tasks', '1'];
    await stage.type('orch', loop);
    const failed = await stage.state();
    stage.expect('it waits for a retry', {
      found: statusesOf(failed, TASK),
      wanted: ['PENDING', 'IN_PROGRESS', 'FAILED'],
    });

    stage.step('The watchdog returns it after the backoff, and a worker finishes it');
    const watchdog = stage.start('orch', ['watchdog', '--interval', '100ms', '--until-idle']);
    await stage.type('orch', loop);
    stage.expect('the watchdog ends by itself', { found: (await watchdog.ended).exitCode, wanted: 0 });

    stage.step('Read the result');
    const after = await stage.state();
    const wanted = ['PENDING', 'IN_PROGRESS', 'FAILED', 'PENDING', 'IN_PROGRESS', 'DONE'];
    stage.expect('the task went through failure and came back', { found: statusesOf(after, TASK), wanted });
    const at = (type: string) => after.events.findLast((event) => event.type === type)?.at ?? 0;
    const waited = at('picked') - at('failed') >= BACKOFF_MS;
    stage.expect('the second run waited for the backoff', { found: waited, wanted: true });
    const [row] = after.tasks;
    stage.expect('one retry was used', { found: [row?.run, row?.retries], wanted: [2, 1] });
  },
};
