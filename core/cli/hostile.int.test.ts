/**
 * Every flag of every command, given what no flag expects. Each line ends with a documented exit code, one line of
 * error at most, and leaves the neighbours in the store as they were; what was taken in is given back unchanged.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import { taskId } from '../task/ids.js';
import { EXIT, HEALTH_EXIT } from './exit.js';
import { commandTree } from './program.js';
import { orchIn } from './testing/orch-in-folder.js';

const hostile: Readonly<Record<string, string>> = {
  'a text of 100,000 characters': 'x'.repeat(100_000),
  'control characters': 'a\u0007\u001b[2J\u001b]0;title\u0007\u0008\u007f',
  bars: '| A | DONE | P0 |',
  'line feeds': 'one\ntwo\r\nthree\u2028four\u0085five',
  'right-to-left marks': '\u202eevil\u202c \u200f\u061c\u2066x\u2069',
  NUL: 'a\u0000b',
  SQL: `'; drop table task; --`,
  markup: '<script>alert(1)</script>',
  'half a character': 'a\ud800b',
  emoji: '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  nothing: '',
  blanks: ' \t ',
  dashes: '--',
  'another flag': '--json',
  'a flag that ends the program': '--version',
  'a flag for another store': '--db=elsewhere.db',
  'a huge number': '99999999999999999999',
  'a number below none': '-1',
  'no number': 'NaN',
  'a name of the language': '__proto__',
};

/** What stands in for a flag that a command insists on while another one is tried. */
const sound: Readonly<Record<string, string>> = {
  '--id': 'HELD',
  '--priority': 'P1',
  '--task': 'work',
  '--success-criteria': 'it is done',
  '--owner-session': 'me',
  '--token': '1',
  '--notes': 'noted',
  '--exec': 'true',
  '--current-tokens': '1',
  '--report': 'report.txt',
  '--request': 'one, two',
  '--reason': 'by hand',
  '--as': 'done',
  '--older-than': '1d',
};
/** What keeps the programs that run for ever from doing so. */
const endings: Readonly<Record<string, readonly string[]>> = {
  // Its thread that keeps leases runs only when it is built; without a store it gets as far as everything typed.
  work: ['--until-idle', '--db', 'missing.db'],
  dispatcher: ['--until-idle'],
  watchdog: ['--max-ticks', '1'],
};

/** A command with what it insists on, and its flags that take a value, those of all commands included. */
interface Tried {
  readonly name: string;
  readonly command: Command;
  readonly flags: readonly Option[];
}

function everyCommand(command: Command, above: readonly Option[] = [], path = ''): readonly Tried[] {
  const flags = [...above, ...command.options];
  const children = command.commands.flatMap((child) => everyCommand(child, flags, `${path} ${child.name()}`));
  if (children.length > 0) return children;
  return [{ name: path.trim(), command, flags: flags.filter(({ required }) => required) }];
}

/** A sound command line but for `flag`, which is left out. */
function lineWithout(flag: Option, { name, command }: Tried): readonly string[] {
  const needed = command.options.filter((other) => other.mandatory && other.defaultValue === undefined);
  const others = needed.filter(({ long }) => long !== flag.long);
  const given = others.flatMap(({ long }) => [String(long), sound[String(long)] ?? '']);
  return [...name.split(' '), ...given, ...(endings[command.name()] ?? [])];
}

const everything = everyCommand(
  commandTree(
    () => () => undefined,
    () => undefined,
  ),
);

let home = '';
let template = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'orch-hostile-'));
  template = join(home, 'template');
  await mkdir(template);
  const orch = orchIn(template, manualClock());
  await orch(['add', '--id', 'HELD', ...words('P0', 'held')], env);
  await orch(['pick', '--owner-session', 'me', '--lease', '24d'], env);
  await orch(['add', '--id', 'NEIGHBOUR', '--max-attempts', '2', ...words('P2', 'not to be touched')], env);
  await orch(['ops', 'cancel', '--id', 'NEIGHBOUR'], env);
  await orch(['render'], env);
});
afterAll(() => rm(home, { recursive: true, force: true }));

const env = { ORCH_DURABILITY: 'none' };
const words = (priority: string, task: string) => [
  ...['--priority', priority, '--task', task],
  ...['--success-criteria', 'it is done'],
];

/** A folder with a fresh copy of the store and its rendering. */
async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(home, 'try-'));
  await mkdir(join(folder, 'db'));
  for (const name of ['db/queue.db', 'QUEUE.md']) await copyFile(join(template, name), join(folder, name));
  return folder;
}

async function neighbourIn(folder: string): Promise<unknown> {
  const terms = { clock: manualClock(), actor: 'test:look', whenMissing: 'refuse' } as const;
  const store = await openStore(join(folder, 'db/queue.db'), terms);
  try {
    expect(await store.integrity()).toEqual([]);
    return await store.find(taskId('NEIGHBOUR'));
  } finally {
    await store.close();
  }
}

const REFUSALS: readonly number[] = [EXIT.refused, EXIT.usage, EXIT.stale, EXIT.store];
const HEALTH: readonly number[] = Object.values(HEALTH_EXIT);
const DOCUMENTED: readonly number[] = [...REFUSALS, EXIT.done, EXIT.found];

describe('a flag that is given what no flag expects', () => {
  it('is one of many, and each command can be typed without it', () => {
    expect(everything.flatMap(({ flags }) => flags).length).toBeGreaterThan(200);
    const needed = everything.flatMap(({ command }) => command.options.filter(({ mandatory }) => mandatory));
    for (const { long, defaultValue } of needed) {
      expect(defaultValue ?? sound[String(long)], String(long)).toBeDefined();
    }
  });

  it.each(everything)('of $name never crashes, hangs or changes a neighbour', async (tried) => {
    const folder = await freshFolder();
    const before = await neighbourIn(folder);
    const orch = orchIn(folder, manualClock());
    for (const flag of tried.flags) {
      for (const [name, value] of Object.entries(hostile)) {
        const said = await orch([...lineWithout(flag, tried), String(flag.long), value], env);
        const what = `${tried.name} ${flag.long} with ${name}: ${said.code} ${said.err.slice(0, 400)}`;
        expect(tried.name === 'ops health' ? HEALTH : DOCUMENTED, what).toContain(said.code);
        if (said.code === HEALTH_EXIT.HEALTH_ERROR)
          expect(said.out + said.err, what).toContain('HEALTH_ERROR ');
        if (REFUSALS.includes(said.code)) expect(said.err, what).toMatch(/(^|\n)ERROR [A-Z_]+: [^\n]+\n$/);
      }
    }
    expect(await neighbourIn(folder)).toEqual(before);
  });
});

/** Where a text that a command took in is found again in `show --json`. */
const kept: readonly (readonly [
  line: readonly string[],
  flag: string,
  found: (task: ShownTask) => unknown,
])[] = [
  [['add', '--id', 'NEW'], '--task', ({ task }) => task],
  [['add', '--id', 'NEW'], '--success-criteria', ({ successCriteria }) => successCriteria],
  [['add', '--id', 'NEW'], '--notes', ({ notes }) => notes],
  [['add', '--id', 'NEW'], '--idempotency-key', ({ idempotencyKey }) => idempotencyKey],
  [['done', '--id', 'HELD'], '--notes', ({ notes }) => notes],
  [['fail', '--id', 'HELD'], '--notes', ({ lastError }) => lastError],
  [['ops', 'resolve', '--id', 'HELD', '--as', 'failed'], '--reason', ({ lastError }) => lastError],
  [['ops', 'replan', '--id', 'HELD'], '--notes', ({ notes }) => String(notes).replace(/^replan:/, '')],
];
type ShownTask = Readonly<Record<string, unknown>>;

describe('a text that was taken in', () => {
  it.each(kept)('by %j %s is shown and rendered as it was typed', async (line, flag, found) => {
    const tried = everything.find(({ name }) => line.join(' ').startsWith(name));
    const option = tried?.flags.find(({ long }) => long === flag);
    if (tried === undefined || option === undefined) throw new Error(`expected a flag ${flag} of ${line[0]}`);
    const given = line.slice(tried.name.split(' ').length);
    const taken: string[] = [];
    for (const [name, value] of Object.entries(hostile)) {
      const orch = orchIn(await freshFolder(), manualClock());
      const { code } = await orch([...lineWithout(option, tried), flag, value, ...given], env);
      const shown = await orch(['show', '--id', given[1] ?? '', '--json'], env);
      const typed = flag === '--idempotency-key' ? value.trim() || null : value;
      if (code === 0) expect(found(JSON.parse(shown.out).task), name).toBe(typed);
      if (code === 0) taken.push(name);
      expect(await orch(['render'], env), name).toMatchObject({ code: 0 });
      expect(await orch(['ops', 'consistency-check', '--deep'], env), name).toMatchObject({ code: 0 });
    }
    const refused = ['half a character', ...(flag === '--idempotency-key' ? [] : ['nothing', 'blanks'])];
    expect(taken).toEqual(Object.keys(hostile).filter((name) => !refused.includes(name)));
  });
});
