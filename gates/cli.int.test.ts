import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addGateCommands } from './cli.js';
import { buildGoodEvidence } from './testing/evidence-builder.js';
import { START } from './testing/run-script.js';

const DAY_MS = 86_400_000;
let root: string;
let empty: string;
/** An hour after the evidence was made. */
const soon = START + 3_600_000;
let now = soon;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gate-cli-'));
  empty = await mkdtemp(join(tmpdir(), 'gate-cli-'));
  await buildGoodEvidence(root, { profile: 'part', criteria: ['RC-P1', 'RC-F4'] });
  for (const home of [root, empty]) await mkdir(join(home, 'gates'));
  await cp(join(root, 'policy'), join(root, 'gates/policy'), { recursive: true });
  await cp(join(import.meta.dirname, 'policy'), join(empty, 'gates/policy'), { recursive: true });
}, 60_000);
afterAll(async () => {
  for (const home of [root, empty]) await rm(home, { recursive: true, force: true });
});

beforeEach(() => {
  now = soon;
});

async function typed(home: string, ...words: readonly string[]): Promise<string> {
  const program = new Command('gate').exitOverride().configureOutput({ writeErr: () => undefined });
  addGateCommands(program, { projectRoot: home, now: () => now });
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return printed;
}

describe('gate plan', () => {
  it('says that nothing is missing when nothing is', async () => {
    expect(await typed(root, 'plan', '--profile', 'part')).toBe('5 of 5 items are there\n');
  });

  it('names what is missing, who makes it, how long it takes and what to type', async () => {
    const text = await typed(root, 'plan', '--profile', 'full');

    expect(text).toContain('missing  soak-segment soak-72h (wallclock), soak-operators, about 72.5 h');
    expect(text).toContain('npx gate soak run --profile B --clock wall --evidence reports/rc/1.0.0-test');
  });

  it('names everything where there is no candidate yet', async () => {
    expect(await typed(empty, 'plan')).toMatch(/^0 of 25 items are there\n/);
  });

  it('has commands that a shell takes as they are, also where there is no candidate yet', async () => {
    const text = await typed(empty, 'plan');

    expect(text).toContain('--evidence reports/rc/CANDIDATE');
    expect(text).not.toMatch(/[<>]/);
  });

  it('calls evidence invalid that became too old, and says how to make it again', async () => {
    now = START + 15 * DAY_MS;

    expect(await typed(root, 'plan', '--profile', 'part')).toMatch(
      /^invalid .*\n(?: +.* is too old\n)+ +npx gate /m,
    );
  });

  it('refuses a policy that has expired since, with and without a candidate', async () => {
    now = Date.parse('2100-01-01');

    for (const home of [root, empty]) await expect(typed(home, 'plan')).rejects.toThrow(/expired at 20/);
  });

  it('prints JSON when asked', async () => {
    expect(JSON.parse(await typed(root, 'plan', '--profile', 'part', '--json'))).toHaveLength(5);
    expect(JSON.parse(await typed(empty, 'plan', '--json'))).toHaveLength(25);
  });
});

describe('gate explain', () => {
  it('explains one criterion of the latest candidate', async () => {
    expect(await typed(root, 'explain', 'rc-p1', '--profile', 'part')).toMatch(
      /^RC-P1 {2}PASS {2}Unit, integration/,
    );
  });

  it('prints JSON when asked', async () => {
    const text = await typed(root, 'explain', 'RC-P1', '--profile', 'part', '--json');

    expect(JSON.parse(text)).toMatchObject({ id: 'RC-P1', status: 'PASS' });
  });

  it('takes a folder', async () => {
    const folder = join(root, 'reports/rc/1.0.0-test');

    expect(await typed(root, 'explain', 'RC-P1', '--profile', 'part', '--folder', folder)).toContain('PASS');
  });

  it('judges by the clock of whoever asks, as gate rc does', async () => {
    const words = ['explain', 'RC-F4', '--profile', 'part'];
    expect(await typed(root, ...words)).toMatch(/^RC-F4 {2}PASS/);

    now = START + 15 * DAY_MS;

    expect(await typed(root, ...words)).toMatch(/^RC-F4 {2}INVALID.*EVIDENCE_STALE/s);
    expect(await typed(root, ...words, '--now', String(soon))).toMatch(/^RC-F4 {2}PASS/);
  });

  it('refuses an instant that is none', async () => {
    for (const text of ['', '1e3', '0x10', '-1']) {
      await expect(typed(root, 'explain', 'RC-F4', '--now', text)).rejects.toThrow(/ms since the epoch/);
    }
  });

  it('knows a criterion by the short name that the report writes', async () => {
    expect(await typed(root, 'explain', 'p1', '--profile', 'part')).toMatch(/^RC-P1 /);
  });

  it('refuses an unknown criterion, naming the nearest and where all of them are', async () => {
    const says = 'such as RC-F1, RC-F2, RC-F3, found "RC-F9"; all of them are in gates/policy/rc.yaml';

    for (const home of [root, empty]) await expect(typed(home, 'explain', 'RC-F9')).rejects.toThrow(says);
  });

  it('refuses where there is no candidate, and says how to make one', async () => {
    await expect(typed(empty, 'explain', 'RC-P1')).rejects.toThrow(/npx gate rc --profile quick/);
  });
});
