/** A command line that means nothing, and the help against it. */
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';

const here = freshOrch();
const { orch, add } = here;

const claim = ['--id', 'A', '--owner-session', 'me', '--token', '1'];

describe('a command line that is off', () => {
  it.each([
    [['lst'], "unknown command 'lst' (Did you mean list?)"],
    [['pick', '--owner-session', 'me', '--lease', 'long'], 'expected --lease to be a duration'],
    [['done', ...claim, '--notes', 'x', '--report', '/none'], 'expected --report to name a readable file'],
    [['work', '--owner-session', 'w', '--exec', "a 'b"], 'expected a closing quote'],
    [['work', '--owner-session', 'w', '--exec', "''"], 'got an empty text'],
    [['work', '--owner-session', 'w', '--exec', '--json x'], 'got the flag --json'],
    [
      ['review-and-route', '--id', 'A', '--token', '1'],
      'expected --report <path> or --report-text <text>, found neither',
    ],
    [
      ['work', '--owner-session', 'w', '--exec', 'x', '--concurrency', '4'],
      'at most ORCH_MAX_WORKERS, which is 3',
    ],
    [
      ['work', '--owner-session', 'w', '--exec', 'x', '--permanent-exit', '65,75'],
      '75 always asks for another try',
    ],
    [['work', '--owner-session', 'w', '--exec', 'x', '--grace', 'long'], 'Expected a duration'],
    [['work', '--owner-session', 'w', '--exec', 'x', '--poll', '0'], 'expected --poll to be a duration'],
    [
      ['dispatcher', '--exec', 'x', '--max-workers', '6'],
      'expected --max-workers to be at most ORCH_WORKER_LIMIT',
    ],
    [['watchdog', '--interval', 'x'], 'expected --interval to be a duration'],
    [
      [
        'add',
        '--id',
        'A',
        '--priority',
        'P1',
        '--task',
        'x',
        '--success-criteria',
        'x',
        '--due-at-kst',
        'soon',
      ],
      'due',
    ],
  ])('%j ends with 2 and one clear line', async (argv, message) => {
    const { code, out, err } = await orch(argv);
    expect(err).toMatch(/^ERROR (USAGE|CONFIG): [^\n]+ — [^\n]+\n$/);
    expect(err).toContain(message);
    expect([code, out]).toEqual([2, '']);
  });

  it('is carried out all the same when a variable is misspelt, which is told', async () => {
    await orch(['init']);
    expect(await orch(['list', '--json'], { ORCH_MAX_WORKER: '2', ORCH_TASK_ID: 'A' })).toEqual({
      code: 0,
      out: '{"tasks":[]}\n',
      err: 'WARNING ORCH_MAX_WORKER is no setting and changes nothing; did you mean ORCH_MAX_WORKERS?\n',
    });
  });

  it('leaves it to the dispatcher to tell of a misspelt variable, for each of its workers', async () => {
    await add('A');
    const claimed = ['--adopt', 'A', '--token', '1', '--owner-session', 'd'];
    const { err } = await orch(['work', ...claimed, '--exec', 'true'], { ORCH_MAX_WORKER: '2' });
    expect(err).not.toContain('WARNING');
  });

  it('names a bad variable and its value', async () => {
    const { code, err } = await orch(['list'], { ORCH_MAX_ATTEMPTS: 'three' });
    expect(code).toBe(2);
    expect(err).toMatch(/^ERROR CONFIG: expected ORCH_MAX_ATTEMPTS to be a whole number .*, got "three"/);
  });

  it('that asks for help is helped, and ends with 0', async () => {
    const { code, out, err } = await orch(['add', '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('--success-criteria');
    const { out: ofWork } = await orch(['work', '--help']);
    expect(ofWork).toMatch(/\(default:\s+5s\)[\s\S]*\(default:\s+64,65,77,78\)/);
  });
});
