import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttemptTerms, openAttempt } from './attempt.js';
import { decodeRecord } from './decode.js';
import { withFileLock } from './file-lock.js';
import { readLedger } from './ledger.js';
import { decodeManifest } from './manifest.js';

const TERMS: AttemptTerms = {
  kind: 'test-suite',
  name: 'unit',
  mode: 'wallclock',
  command: 'npx gate suite run unit',
};
const OUTCOME = {
  artefacts: [{ path: 'results.json', role: 'results' as const }],
  claimed: { result: 'PASSED' as const, counts: { passed: 1 } },
  exitCode: 0,
};
/** How a command line tells what is no fault of the program. */
const UNUSABLE = { code: 'EVIDENCE_FOLDER', exitCode: 64 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-attempt-'));
  const candidate = { gitCommit: null, treeSha256: 'a'.repeat(64), version: '1.0.0', dirty: true };
  await writeFile(join(folder, 'candidate.json'), JSON.stringify(candidate));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('an attempt', () => {
  it('leaves a record bound to the candidate, with the digest of each artefact', async () => {
    const attempt = await openAttempt(folder, TERMS);
    await writeFile(join(attempt.folder, 'results.json'), '{}');

    const record = await attempt.close(OUTCOME);

    const written = decodeRecord(await readFile(join(attempt.folder, 'record.json'), 'utf8'));
    expect(written).toEqual({ ok: true, value: record });
    expect(record.candidate.treeSha256).toBe('a'.repeat(64));
    expect(record.artefacts).toEqual([
      { path: 'results.json', role: 'results', bytes: 2, sha256: expect.stringMatching(/^44136fa3/) },
    ]);
  });

  it('enters the ledger before it runs and again when it closes', async () => {
    const attempt = await openAttempt(folder, TERMS);
    const before = await readLedger(folder);
    await writeFile(join(attempt.folder, 'results.json'), '{}');
    await attempt.close(OUTCOME);

    const after = await readLedger(folder);

    expect(before.lines.map(({ type }) => type)).toEqual(['open']);
    expect(after.lines.map(({ type }) => type)).toEqual(['open', 'close']);
  });

  it('puts what is not wall-clock evidence into a half of its own', async () => {
    const attempt = await openAttempt(folder, {
      ...TERMS,
      kind: 'soak-sim',
      name: 'soak-24h',
      mode: 'simulated',
    });

    expect(attempt.folder).toBe(join(folder, 'simulated/soak/soak-24h/1'));
  });

  it('lists every file of a closed attempt in the manifest, artefact or not', async () => {
    const attempt = await openAttempt(folder, TERMS);
    await writeFile(join(attempt.folder, 'results.json'), '{}');
    await writeFile(join(attempt.folder, 'runner.log'), 'text');
    await attempt.close(OUTCOME);

    const manifest = decodeManifest(await readFile(join(folder, 'manifest.json'), 'utf8'));

    expect(manifest.ok && manifest.value.files.map(({ path }) => path)).toEqual([
      'evidence/suite/unit/1/record.json',
      'evidence/suite/unit/1/results.json',
      'evidence/suite/unit/1/runner.log',
    ]);
    expect(manifest.ok && manifest.value.ledger.lines).toBe(2);
  });

  it('gets a number of its own, however many are opened and closed at once', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const attempt = await openAttempt(folder, TERMS);
        await writeFile(join(attempt.folder, 'results.json'), '{}');
        await attempt.close(OUTCOME);
        return attempt.number;
      }),
    );

    const ledger = await readLedger(folder);
    expect([...numbers].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ledger.lines).toHaveLength(16);
  });

  it('is closed once', async () => {
    const attempt = await openAttempt(folder, TERMS);
    await writeFile(join(attempt.folder, 'results.json'), '{}');
    await attempt.close(OUTCOME);

    await expect(attempt.close(OUTCOME)).rejects.toThrow(/closed once/);
  });

  it.each([
    ['is not there', async () => undefined, /found no such file/],
    ['is empty', (path: string) => writeFile(path, ''), /a file with content/],
    ['is a link', (path: string) => symlink('/etc/hostname', path), /found a link or device/],
  ])('is not closed when an artefact %s', async (_what, make, message) => {
    const attempt = await openAttempt(folder, TERMS);
    await make(join(attempt.folder, 'results.json'));

    await expect(attempt.close(OUTCOME)).rejects.toThrow(message);
  });

  it('is not opened where no candidate is named, and says how to name one', async () => {
    await rm(join(folder, 'candidate.json'));

    await expect(openAttempt(folder, TERMS)).rejects.toThrow(/type: npx gate rc --no-produce/);
  });

  it('is not opened under a name that could leave its folder', async () => {
    await expect(openAttempt(folder, { ...TERMS, name: '../unit' })).rejects.toThrow(/a name of letters/);
  });

  it('is not opened on a broken ledger', async () => {
    await writeFile(join(folder, 'ledger.ndjson'), '{}\n');

    await expect(openAttempt(folder, TERMS)).rejects.toThrow(/expected a whole ledger/);
    await expect(openAttempt(folder, TERMS)).rejects.toMatchObject(UNUSABLE);
  });

  it('is not opened where a file lies in place of its folder, and leaves no line in the ledger', async () => {
    await writeFile(join(folder, 'evidence'), '');

    const opening = openAttempt(folder, TERMS);

    await expect(opening).rejects.toThrow(/expected to write .*evidence.*\((ENOTDIR|EEXIST)\); move it away/);
    await expect(opening).rejects.toMatchObject(UNUSABLE);
    expect((await readLedger(folder)).lines).toEqual([]);
  });

  it('is not opened beside a manifest that cannot be read', async () => {
    await writeFile(join(folder, 'manifest.json'), '{}');

    await expect(openAttempt(folder, TERMS)).rejects.toThrow(/expected a manifest/);
  });

  it.each(['candidate.json', 'ledger.ndjson', 'manifest.json'])(
    'is not opened where a folder lies in place of %s',
    async (name) => {
      await rm(join(folder, name), { force: true });
      await mkdir(join(folder, name));

      const opening = openAttempt(folder, TERMS);

      await expect(opening).rejects.toThrow(new RegExp(`${name}.* it is a folder \\(EISDIR\\)`));
      await expect(opening).rejects.toMatchObject(UNUSABLE);
    },
  );
});

describe('the lock of a folder', () => {
  it('gives up after ten seconds and names the holder and the way out', async () => {
    const path = join(folder, '.ledger.lock');
    await writeFile(path, 'process 4711');
    let elapsed = 0;
    const clock = {
      now: () => elapsed,
      elapsed: () => elapsed,
      sleep: async (ms: number) => {
        elapsed += ms * 100;
      },
    };

    const waiting = withFileLock(path, clock, async () => 'in');

    await expect(waiting).rejects.toThrow(/process 4711 holds it. If that process is gone, remove the file/);
    await expect(waiting).rejects.toMatchObject(UNUSABLE);
  });

  it('is free again after the work failed', async () => {
    const path = join(folder, '.ledger.lock');
    const clock = { now: () => 0, elapsed: () => 0, sleep: () => Promise.resolve() };
    await expect(withFileLock(path, clock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

    const result = await withFileLock(path, clock, async () => 'in');

    expect(result).toBe('in');
  });
});
