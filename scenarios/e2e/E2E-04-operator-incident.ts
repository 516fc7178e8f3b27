/** An operator looks, stops a running task and returns it to the queue; the stopped run settles nothing. */
import type { E2e } from '../../harness/index.js';
import { reportProgram } from './report-program.js';
import { statusesOf } from './statuses.js';

const TASK = 'E2E-04-A';

export const operatorIncident: E2e = {
  id: 'E2E-04',
  category: 'operator',
  says: 'An operator cancels a running task: its command is stopped and its late result refused; replanned, it gets DONE.',
  settings: { ORCH_LEASE_SECONDS: '20s', ORCH_HEARTBEAT_SECONDS: '1s', ORCH_DISPATCHER_INTERVAL: '100ms' },
  async run(stage) {
    stage.step('A worker is busy with a task that goes wrong');
    await stage.write(
      'work.mjs',
      reportProgram(`if (!existsSync('started')) {
  writeFileSync('started', String(process.pid));
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  writeFileSync('finished', '');
}`),
    );
    await stage.type('orch', ['init']);
    const text = ['--task', 'Send the mails', '--success-criteria', 'every mail is sent once'];
    await stage.type('orch', ['add', '--id', TASK, '--priority', 'P0', ...text]);
    const loop = ['work', '--exec', 'node work.mjs', '--max-tasks', '1', '--owner-session'];
    const worker = stage.start('orch', [...loop, 'worker-1']);
    await stage.until('the command has begun', async () => (await stage.read('started')) !== null);

    stage.step('The operator looks');
    const status = await stage.type('ops', ['status']);
    stage.expect('the task is seen running', {
      found: status.stdout.includes('IN_PROGRESS=1'),
      wanted: true,
    });
    const workers = await stage.type('ops', ['workers']);
    stage.expect('its worker is seen', { found: workers.stdout.includes('worker-1'), wanted: true });

    stage.step('The operator cancels it: the worker stops the command and gives up');
    await stage.type('ops', ['cancel', '--id', TASK]);
    const stopped = await worker.ended;
    stage.expect('the worker ends in good order', { found: stopped.exitCode, wanted: 0 });
    stage.expect('it counts the run as lost', { found: stopped.stdout.includes('lost=1'), wanted: true });
    const pid = Number(await stage.read('started'));
    stage.expect('the command is gone', { found: stage.isRunning(pid), wanted: false });
    stage.expect('the command did not finish', { found: await stage.read('finished'), wanted: null });

    stage.step('A late result is refused');
    const claim = ['--id', TASK, '--owner-session', 'worker-1', '--token', '1'];
    // 1: the task is in no state to be finished; 3: the claim is void. Either refuses.
    await stage.type('orch', ['done', ...claim, '--notes', 'sent after all'], { exitCodes: [1, 3] });

    stage.step('The operator replans it, and a worker finishes it');
    await stage.type('ops', ['replan', '--id', TASK, '--notes', 'send in small batches']);
    await stage.type('ops', ['retry', '--id', TASK]);
    await stage.type('orch', [...loop, 'worker-2']);

    stage.step('Read the result');
    const after = await stage.state();
    const wanted = ['PENDING', 'IN_PROGRESS', 'BLOCKED', 'PENDING', 'IN_PROGRESS', 'DONE'];
    stage.expect('it was blocked, returned and done', { found: statusesOf(after, TASK), wanted });
    const [row] = after.tasks;
    stage.expect('what the operator said is in the notes', {
      found: row?.notes.includes('send in small batches'),
      wanted: true,
    });
  },
};
