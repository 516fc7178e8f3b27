import {
  appendFile,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAttempt } from '../record/attempt.js';
import type { Manifest, ManifestEntry } from '../record/manifest.js';
import { type Bench, CANDIDATE, leaveAttempt } from '../testing/evidence-builder.js';
import { failed, MutantBench, reasonsFor, soak, suite } from '../testing/mutant-bench.js';
import { reseal } from '../testing/reseal.js';
import { START } from '../testing/run-script.js';

const DAY_MS = 86_400_000;
let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P1', 'RC-P6', 'RC-F3', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const at = (folder: string, file: string): string => join(folder, 'evidence/suite/unit/1', file);

/** One thing done to the folder after everything was closed. */
interface Tampering {
  readonly what: string;
  readonly spoil: (bench: Bench) => Promise<unknown>;
  readonly expect: readonly [criterion: string, code: string];
}

const tamperings: readonly Tampering[] = [
  {
    what: 'a file changed after it was recorded',
    spoil: ({ folder }) => appendFile(at(folder, 'results.json'), ' '),
    expect: ['RC-P1', 'EVIDENCE_HASH'],
  },
  {
    what: 'a record changed after the ledger closed it',
    spoil: async ({ folder }) => {
      const path = at(folder, 'record.json');
      await writeFile(path, (await readFile(path, 'utf8')).replace('"exitCode": 0', '"exitCode": 1'));
    },
    expect: ['RC-P6', 'EVIDENCE_HASH'],
  },
  {
    what: 'a record that is no record',
    spoil: ({ folder }) => writeFile(at(folder, 'record.json'), '{}'),
    expect: ['RC-P1', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a record that points outside of its folder',
    spoil: async ({ folder }) => {
      const path = at(folder, 'record.json');
      await writeFile(
        path,
        (await readFile(path, 'utf8')).replace('"path": "results.json"', '"path": "../results.json"'),
      );
    },
    expect: ['RC-P1', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a record without its file',
    spoil: ({ folder }) => unlink(at(folder, 'results.json')),
    expect: ['RC-P1', 'EVIDENCE_MISSING'],
  },
  {
    what: 'a closed attempt without its record',
    spoil: ({ folder }) => unlink(at(folder, 'record.json')),
    expect: ['RC-P1', 'SUITE_MISSING'],
  },
  {
    what: 'a file that was emptied',
    spoil: ({ folder }) => truncate(at(folder, 'results.json')),
    expect: ['RC-P1', 'EVIDENCE_EMPTY'],
  },
  {
    what: 'a file nobody listed',
    spoil: ({ folder }) => writeFile(at(folder, 'extra.json'), '{}'),
    expect: ['RC-P6', 'EVIDENCE_UNLISTED_FILE'],
  },
  {
    what: 'a link among the evidence',
    spoil: ({ folder }) => symlink('/etc/hostname', at(folder, 'link')),
    expect: ['RC-P6', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a ledger with a line taken out',
    spoil: async ({ folder }) => {
      const path = join(folder, 'ledger.ndjson');
      const lines = (await readFile(path, 'utf8')).split('\n');
      await writeFile(path, lines.filter((_, line) => line !== 2).join('\n'));
    },
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'a ledger cut at its end',
    spoil: async ({ folder }) => {
      const path = join(folder, 'ledger.ndjson');
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      await writeFile(path, `${lines.slice(0, -2).join('\n')}\n`);
    },
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'a closed attempt erased together with its files in the manifest',
    spoil: async (copy) => {
      await leaveAttempt(copy, suite('unit'), failed);
      await leaveAttempt(copy, suite('unit'), () => undefined);
      await rm(join(copy.folder, 'evidence/suite/unit/2'), { recursive: true });
      await editManifest(copy, (files) =>
        files.filter(({ path }) => !path.startsWith('evidence/suite/unit/2/')),
      );
    },
    expect: ['RC-P6', 'LEDGER_GAP'],
  },
  {
    what: 'a record in the manifest that the ledger did not close',
    spoil: (copy) =>
      editManifest(copy, (files) =>
        files.map((file) =>
          file.path.endsWith('unit/1/record.json') ? { ...file, sha256: 'a'.repeat(64) } : file,
        ),
      ),
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'attempts dated before those above them in the ledger',
    spoil: ({ folder }) =>
      reseal(folder, 'evidence/suite/unit/1/record.json', {
        ledger: (line) => (line['seq'] === 4 ? { ...line, at: START - DAY_MS } : line),
      }),
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'evidence that lies elsewhere behind a link',
    spoil: async ({ folder }) => {
      await rename(join(folder, 'evidence'), join(folder, '../elsewhere'));
      await symlink('../elsewhere', join(folder, 'evidence'));
    },
    expect: ['RC-P6', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a link in place of the folder itself',
    spoil: async ({ folder }) => {
      await rename(folder, `${folder}-elsewhere`);
      await symlink(`${folder}-elsewhere`, folder);
    },
    expect: ['RC-P6', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a manifest that is gone',
    spoil: ({ folder }) => unlink(join(folder, 'manifest.json')),
    expect: ['RC-P6', 'EVIDENCE_MISSING'],
  },
  {
    what: 'a folder in place of the manifest',
    spoil: ({ folder }) => putFolder(join(folder, 'manifest.json')),
    expect: ['RC-P6', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a folder in place of the ledger',
    spoil: ({ folder }) => putFolder(join(folder, 'ledger.ndjson')),
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'a file in place of the folder of what is simulated',
    spoil: async ({ folder }) => {
      await rm(join(folder, 'simulated'), { recursive: true, force: true });
      await writeFile(join(folder, 'simulated'), '');
    },
    expect: ['RC-P6', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a manifest that cannot be read',
    spoil: ({ folder }) => writeFile(join(folder, 'manifest.json'), '[]'),
    expect: ['RC-P6', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'evidence of another tree',
    spoil: ({ folder }) =>
      writeFile(join(folder, 'candidate.json'), JSON.stringify({ ...CANDIDATE, treeSha256: 'e'.repeat(64) })),
    expect: ['RC-F4', 'EVIDENCE_WRONG_CANDIDATE'],
  },
];

async function putFolder(path: string): Promise<void> {
  await rm(path);
  await mkdir(path);
}

/** Rewrites the list of files in the manifest, as somebody would who wants to hide one. */
async function editManifest(
  { folder }: Bench,
  change: (files: readonly ManifestEntry[]) => readonly ManifestEntry[],
): Promise<void> {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  await writeFile(path, JSON.stringify({ ...manifest, files: change(manifest.files) }));
}

/** A clock that stands still at the instant at which made-up evidence begins. */
const atStart = { now: () => START, elapsed: () => 0, sleep: () => Promise.resolve() };

describe('the folder of a candidate', () => {
  it('is accepted as its producers left it', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(tamperings.map((tampering) => [tampering.what, tampering] as const))(
    'is refused with %s',
    async (_what, tampering) => {
      const copy = await bench.copy();
      await tampering.spoil(copy);

      const reasons = await reasonsFor(copy);

      expect(reasons).toContain(tampering.expect.join(' '));
    },
  );

  it('is refused when its evidence is too old', async () => {
    const reasons = await reasonsFor(bench.good, { now: START + 30 * DAY_MS });

    expect(reasons).toContain('RC-F4 EVIDENCE_STALE');
  });

  it('is refused when its evidence is from after the judgement', async () => {
    const reasons = await reasonsFor(bench.good, { now: START - DAY_MS });

    expect(reasons).toContain('RC-F4 EVIDENCE_STALE');
  });

  it('is refused outside of the folders that are kept', async () => {
    const reasons = await reasonsFor({ ...bench.good, projectRoot: bench.good.folder });

    expect(reasons).toContain('RC-P6 EVIDENCE_OUTSIDE_ROOT');
  });

  it('is refused when it was run until it was green', async () => {
    const copy = await bench.copy();
    for (let attempt = 0; attempt < 11; attempt += 1) await leaveAttempt(copy, suite('unit'), failed);
    await leaveAttempt(copy, suite('unit'), () => undefined);

    const reasons = await reasonsFor(copy);

    expect(reasons).toContain('RC-F4 ATTEMPTS_EXCEEDED');
  });

  it('is refused when soaks were begun and never ended', async () => {
    const copy = await bench.copy();
    const terms = { ...soak('soak-smoke'), command: 'soak' };
    for (let attempt = 0; attempt < 2; attempt += 1) await openAttempt(copy.folder, terms);

    const reasons = await reasonsFor(copy);

    expect(reasons).toContain('RC-F3 SOAK_ABANDONED_ATTEMPT');
  });

  it('decides nothing while a later attempt has not ended', async () => {
    const copy = await bench.copy();
    await openAttempt(copy.folder, { ...suite('unit'), command: 'unit' });

    const reasons = await reasonsFor(copy);

    expect(reasons).toEqual(['RC-F4 ATTEMPT_OPEN']);
  });

  it('is accepted although an unfinished attempt left files behind, once a later one has ended', async () => {
    const copy = await bench.copy();
    const attempt = await openAttempt(copy.folder, { ...suite('unit'), command: 'unit' }, atStart);
    await writeFile(join(attempt.folder, 'half.json'), '{');
    await leaveAttempt(copy, suite('unit'), () => undefined);

    const reasons = await reasonsFor(copy);

    expect(reasons).toEqual([]);
  });

  it('is refused by the profiles that judge commits only when its tree is dirty', async () => {
    const copy = await bench.copy();
    await writeFile(join(copy.folder, 'candidate.json'), JSON.stringify({ ...CANDIDATE, dirty: true }));

    const reasons = await reasonsFor(copy, { profile: 'nightly' });

    expect(reasons).toContain('RC-F4 TREE_DIRTY');
  });
});
