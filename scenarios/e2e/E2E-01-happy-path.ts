/** The project's own queue is imported and its open tasks are worked to the end by a real command. */
import type { E2e } from '../../harness/index.js';
import { reportProgram } from './report-program.js';
import { statusesOf } from './statuses.js';

export const happyPath: E2e = {
  id: 'E2E-01',
  category: 'normal',
  says: 'A queue is imported, every open task is worked by a real command, and each goes PENDING, IN_PROGRESS, DONE.',
  settings: { ORCH_DISPATCHER_INTERVAL: '100ms', ORCH_DURABILITY: 'normal' },
  async run(stage) {
    stage.step('Import the queue of the project');
    await stage.take('QUEUE.md');
    await stage.write('work.mjs', reportProgram());
    const imported = JSON.parse((await stage.type('orch', ['import', '--json'])).stdout);
    stage.expect('at least 30 rows are taken in', { found: imported.imported.length >= 30, wanted: true });

    stage.step('Look before the work begins');
    const before = await stage.tasks();
    const open = before.filter(({ status }) => status === 'PENDING').map(({ task }) => task);
    const resting = before.filter(({ task }) => !open.includes(task));
    stage.expect('there is open work', { found: open.length > 0, wanted: true });

    stage.step(
      'Work until nothing is pending: a dispatcher with a process for each task, and a worker beside it',
    );
    const loop = ['--exec', 'node work.mjs', '--until-idle'];
    const worker = stage.start('orch', ['work', ...loop, '--owner-session', 'worker-1']);
    await stage.type('orch', ['dispatcher', ...loop, '--max-workers', '2']);
    stage.expect('the worker ends by itself', { found: (await worker.ended).exitCode, wanted: 0 });

    stage.step('Read the result');
    const status = await stage.type('ops', ['status']);
    stage.expect('the operator sees no open work', {
      found: /PENDING=0 IN_PROGRESS=0/.test(status.stdout),
      wanted: true,
    });
    const after = await stage.state();
    for (const id of open) {
      stage.expect(`${id} went the whole way`, {
        found: statusesOf(after, id),
        wanted: ['PENDING', 'IN_PROGRESS', 'DONE'],
      });
    }
    const rested = after.tasks.filter(({ task }) => !open.includes(task));
    stage.expect('what was not open is as it was', { found: rested, wanted: resting });
  },
};
