import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './program.js';

const claim = ['--id', 'A', '--owner-session', 'me', '--token', '1'];

describe('a command line that is off', () => {
  it.each([
    [[], 'expected a command'],
    [['ops'], 'expected a command'],
    [['help', 'bogus'], "expected help for a command, got 'bogus'"],
    [['ops', 'help', 'bogus'], "expected help for a command, got 'bogus'"],
    [['list', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['list', 'extra'], 'too many arguments'],
    [['list', '--status', 'OPEN'], "'--status <status>' argument 'OPEN' is invalid"],
    [['add', '--id', 'A'], "required option '--priority <priority>' not specified"],
    [['add', '--id', 'a|b'], "option '--id <id>' argument 'a|b' is invalid. Expected a task id"],
    [['add', '--max-attempts', '21'], 'Expected a whole number from 0 to 20'],
    [['add', '--notes', '  '], 'Expected a text that is not blank'],
    [['pick'], "required option '--owner-session <name>' not specified"],
    [['done', ...claim], "required option '--notes <text>' not specified"],
    [['done', '--token', 'x'], "argument 'x' is invalid. Expected the fencing token that orch pick printed"],
    [['done', ...claim, '--notes', 'x', '--tokens', '-1'], 'Expected a whole number'],
    [['fail', ...claim, '--notes', 'x', '--class', 'odd'], 'Allowed choices are transient, permanent'],
    [['heartbeat', '--id', 'A'], "required option '--owner-session <name>' not specified"],
    [['show'], "required option '--id <id>' not specified"],
    [['work', '--owner-session', 'w'], "required option '--exec <command>' not specified"],
    [['watchdog', '--max-ticks', '0'], 'Expected a whole number'],
    [['ops', 'retry'], "required option '--id <id>' not specified"],
    [['ops', 'resolve', '--id', 'A', '--as', 'gone'], 'Allowed choices are done, failed'],
    [
      ['review-and-route', '--id', 'A', '--token', '1', '--report', 'a', '--report-text', 'b'],
      'cannot be used with',
    ],
    [['enforce-guardrails', '--current-tokens', '-1'], 'Expected a whole number'],
    [['ops', 'replan', '--id', 'A'], "required option '--notes <text>' not specified"],
    [
      ['ops', 'kpi', '--db', 'a', '--db-path', 'b'],
      "'--db-path <path>' cannot be used with option '--db <path>'",
    ],
    [['init', '--db', ''], 'Expected a text that is not blank'],
  ])('%j is refused on one line', (argv, message) => {
    const parsed = parseCommandLine(argv);
    if (parsed.kind !== 'refused') throw new Error(`expected a refusal, got ${parsed.kind}`);
    expect(parsed.error.code).toBe('USAGE');
    expect(parsed.error.message).toContain(message);
    expect(parsed.error.message).not.toContain('\n');
  });

  it('points operators at their own help', () => {
    const parsed = parseCommandLine(['ops', 'statsu']);
    expect(parsed).toMatchObject({ error: { hint: 'see: orch ops --help' } });
  });
});

describe('a command line that is off points at the help of what was meant', () => {
  it.each([
    [['lst'], 'orch --help'],
    [['add', '--id', 'A'], 'orch add --help'],
    [['done', '--token', 'x'], 'orch done --help'],
    [['--json', 'prune', '--older-than', 'soon'], 'orch prune --help'],
    [['ops', 'retry'], 'orch ops retry --help'],
    [['ops'], 'orch ops --help'],
  ])('%j: %s', (argv, help) => {
    expect(parseCommandLine(argv)).toMatchObject({ error: { hint: `see: ${help}` } });
  });
});

describe('a command line', () => {
  it.each([
    [['list'], 'list', null],
    [['--db', 'add', 'show', '--id', 'list'], 'show', 'list'],
    [['migrate'], 'import', null],
    [['ops', 'cancel', '--id', 'A'], 'ops cancel', 'A'],
  ])('%j chooses %s', (argv, command, taskId) => {
    expect(parseCommandLine(argv)).toMatchObject({ kind: 'run', command, taskId });
  });

  it.each([[['--version']], [['-V']], [['ops', '--version']]])('%j asks for the version', (argv) => {
    expect(parseCommandLine(argv)).toEqual({ kind: 'version' });
  });

  it('takes global flags before and after the command', () => {
    for (const argv of [
      ['--json', '--db', 'x.db', 'ops', 'status'],
      ['ops', 'status', '--db', 'x.db', '--json'],
    ]) {
      expect(parseCommandLine(argv)).toMatchObject({ globals: { json: true, db: 'x.db' } });
    }
  });

  it('takes --db-path and --queue-path for --db and --queue, before and after any command', () => {
    for (const argv of [
      ['--db-path', 'x.db', 'ops', '--queue-path', 'q.md', 'kpi'],
      ['list', '--db-path', 'x.db', '--queue-path', 'q.md'],
    ]) {
      expect(parseCommandLine(argv)).toMatchObject({ globals: { dbPath: 'x.db', queuePath: 'q.md' } });
    }
  });

  it.each([[['--help']], [['ops', '--help']], [['work', '-h']], [['help', 'add']]])(
    '%j shows help',
    (argv) => {
      const parsed = parseCommandLine(argv);
      expect(parsed).toMatchObject({ kind: 'help', text: expect.stringContaining('Usage: orch') });
    },
  );
});

describe('the help of a command', () => {
  const helpOf = (...names: string[]) => {
    const parsed = parseCommandLine([...names, '--help']);
    if (parsed.kind !== 'help') throw new Error(`expected help, got ${parsed.kind}`);
    return parsed.text.replaceAll(/\n {10,}/g, ' ');
  };

  it.each([
    [['add'], '--success-criteria <text> how to tell that it is done (required)'],
    [['add'], 'P0 is worked first (choices: "P0", "P1", "P2") (required)'],
    [['work'], 'in its words are filled in, but not with --shell (required)'],
    [['ops', 'resolve'], '(choices: "done", "failed") (required)'],
  ])('of %j says what is required: %s', (names, line) => {
    expect(helpOf(...names).replaceAll(/ {2,}/g, ' ')).toContain(line);
  });

  it.each([
    [['add'], '--max-attempts <n>', 'ORCH_MAX_ATTEMPTS, 3 unless set'],
    [['work'], '--lease <duration>', 'ORCH_LEASE_SECONDS, 15m unless set'],
    [['work'], '--run-limit <duration>', 'ORCH_RUN_TIMEOUT_SECONDS, 90m unless set'],
    [['dispatcher'], '--poll <duration>', 'ORCH_DISPATCHER_INTERVAL, 1s unless set'],
    [['dispatcher'], '--max-workers <n>', 'ORCH_MAX_WORKERS, 3 unless set'],
    [
      ['watchdog'],
      '--interval <duration>',
      'a third of the lease unless it is given (ORCH_WATCHDOG_INTERVAL)',
    ],
    [['serve'], '--request-timeout <duration>', '(default: 10s)'],
  ])('of %j says what %s is unless it is given: %s', (names, flag, says) => {
    const line = helpOf(...names)
      .split('\n')
      .find((each) => each.trim().startsWith(flag));
    expect(line).toContain(says);
  });

  it('says the flags of every command, once', () => {
    for (const names of [['add'], ['ops', 'kpi'], ['intake', 'plan']]) {
      const text = helpOf(...names);
      expect(text).toMatch(/Global Options:[\s\S]*--db <path>[\s\S]*--json [\s\S]*--log-path <path>/);
      expect(text).not.toContain('--version');
    }
    expect(helpOf()).toContain('--version');
  });
});
