import {
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Attempt, AttemptTerms } from '../../gates/record/attempt.js';
import { boundAttempts } from './bound-attempt.js';
import { readCandidate, writeCandidate } from './candidate.js';
import { type BuiltProject, smallProject } from './testing/built-project.js';

let project: BuiltProject;
let folder: string;
beforeEach(() => {
  project = smallProject();
  project.build();
  folder = project.candidate();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  project.remove();
});

const SOAK: AttemptTerms = {
  kind: 'soak-segment',
  name: 'soak-24h',
  mode: 'wallclock',
  command: 'npx gate soak run --profile A',
};
const OTHER = { 'node_modules/engine': { version: '1.1.0', integrity: 'sha512-other' } };
const SUITE: AttemptTerms = { ...SOAK, kind: 'test-suite', name: 'unit' };

function open(terms: AttemptTerms = SOAK): Promise<Attempt> {
  return boundAttempts(project.root)(folder, terms);
}

function close(attempt: Attempt) {
  writeFileSync(join(attempt.folder, 'results.json'), '{}');
  return attempt.close({
    artefacts: [{ path: 'results.json', role: 'results' }],
    claimed: { result: 'PASSED', counts: {} },
    exitCode: 0,
  });
}

const ledger = () => readFileSync(join(folder, 'ledger.ndjson'), 'utf8').trimEnd().split('\n');
const program = () => join(project.root, 'dist/bin/gate.js');

/** Writes other content, and then the old again, with the old time. */
function replaceAndPutBack(path: string): void {
  const { atime, mtime } = statSync(path);
  const content = readFileSync(path, 'utf8');
  writeFileSync(path, 'export const foreign = 1;');
  writeFileSync(path, content);
  utimesSync(path, atime, mtime);
}

/** As a build does: the same bytes, in a new file. */
function makeAnew(path: string): void {
  copyFileSync(path, `${path}.new`);
  renameSync(`${path}.new`, path);
}

describe('an attempt that is bound to what runs', () => {
  it('is closed when nothing was touched', async () => {
    const attempt = await open();
    await close(attempt);

    expect(ledger().map((line) => JSON.parse(line).type)).toEqual(['open', 'close']);
  });

  it('says in its record with which packages it ran', async () => {
    const { environment } = await close(await open());
    project.file('node_modules/engine/lib/run.js', 'export const other = 1;');
    project.lock(OTHER, OTHER);
    project.build();
    folder = project.candidate();
    const later = await close(await open());

    expect(environment.packagesSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(later.environment.packagesSha256).not.toBe(environment.packagesSha256);
  });

  it('is not opened with programs of another tree', async () => {
    project.file('core/a.ts', 'export const late = 1;');

    await expect(open()).rejects.toThrow(/type: npm run rc$/);
  });

  it('is not opened in the folder of another candidate, nor in one of none', async () => {
    const identity = join(folder, 'candidate.json');
    writeCandidate(folder, { ...readCandidate(project.root), treeSha256: 'a'.repeat(64) });
    await expect(open()).rejects.toThrow(/expected programs built from tree aaaaaaaaaaaa/);
    rmSync(identity);

    await expect(open()).rejects.toThrow(
      `expected a candidate's folder at ${folder}, found a folder without candidate.json; type: npx gate rc`,
    );
  });

  it.each([
    ['a program was replaced and put back', 'dist/bin/gate.js', replaceAndPutBack],
    ['the programs were built anew', 'dist/bin/gate.js', makeAnew],
    ['the programs were stamped anew', 'dist/build.sha256', makeAnew],
    ['a package was replaced and put back', 'node_modules/engine/lib/run.js', replaceAndPutBack],
    ['a program is gone', 'dist/bin/gate.js', (path: string) => rmSync(path)],
  ])('stays open, and says what to type, when %s', async (_what, path, touch) => {
    const attempt = await open();
    touch(join(project.root, path));

    await expect(close(attempt)).rejects.toThrow(
      `expected what runs to stay as it was until attempt 1 of soak-24h ended, found ${path} touched meanwhile; ` +
        'it is no evidence; type: npm run fresh && npx gate soak run --profile A',
    );
    expect(ledger()).toHaveLength(1);
  });

  it('stays open when the tree is another one at the end', async () => {
    const attempt = await open();
    project.file('core/b.ts', 'export {};');

    await expect(close(attempt)).rejects.toThrow(/something changed meanwhile; type: npm run rc$/);
    expect(ledger()).toHaveLength(1);
  });

  it('is closed although a source was touched and put back: only programs run', async () => {
    const attempt = await open();
    replaceAndPutBack(join(project.root, 'core/a.ts'));

    await expect(close(attempt)).resolves.toMatchObject({ claimed: { result: 'PASSED' } });
  });

  it('stays open when a source was touched while tests ran', async () => {
    const attempt = await open(SUITE);
    replaceAndPutBack(join(project.root, 'core/a.ts'));

    await expect(close(attempt)).rejects.toThrow(/found core\/a\.ts touched meanwhile/);
  });

  it('is closed although somebody took a hard link to a program', async () => {
    const attempt = await open();
    linkSync(program(), join(project.root, 'reports/linked'));

    await expect(close(attempt)).resolves.toMatchObject({ claimed: { result: 'PASSED' } });
  });
});

describe('a long run', () => {
  it.each([
    ['is asked to end once there is a new build', () => project.build(), [['SIGTERM']]],
    ['runs on while there is none', () => project.file('README.md', 'words'), []],
  ])('%s', async (_what, happens, asked) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const end = vi.fn();
    process.on('SIGTERM', end);
    await open();
    happens();

    vi.advanceTimersByTime(60_000);

    process.off('SIGTERM', end);
    expect(end.mock.calls).toEqual(asked);
    expect(said).toHaveBeenCalledTimes(asked.length);
  });
});
