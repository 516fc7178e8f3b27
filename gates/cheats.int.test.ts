/** Cheats by somebody who knows the format and seals everything anew. What the evidence says must give them away. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaveAttempt } from './testing/evidence-builder.js';
import { MutantBench, reasonsFor, soak } from './testing/mutant-bench.js';
import { type Json, reseal } from './testing/reseal.js';

const RECORD = 'evidence/suite/unit/1/record.json';
let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P1', 'RC-P6', 'RC-F3', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const part = (record: Json, name: string): Json => record[name] as Json;

interface Cheat {
  readonly what: string;
  readonly change: Parameters<typeof reseal>[2];
  readonly expect: string;
}

const cheats: readonly Cheat[] = [
  {
    what: 'evidence built to test the gate',
    change: { record: (record) => ({ ...record, origin: 'fixture' }) },
    expect: 'RC-F4 EVIDENCE_FIXTURE',
  },
  {
    what: 'the record of another attempt',
    change: { record: (record) => ({ ...record, attempt: { number: 7, ledgerSeq: 1 } }) },
    expect: 'RC-F4 EVIDENCE_SCHEMA',
  },
  {
    what: 'the record of another suite',
    change: { record: (record) => ({ ...record, name: 'soak' }) },
    expect: 'RC-F4 EVIDENCE_SCHEMA',
  },
  {
    what: 'a claim that the ledger does not know',
    change: { record: (record) => ({ ...record, claimed: { result: 'FAILED', counts: {} } }) },
    expect: 'RC-F4 CLAIM_MISMATCH',
  },
  {
    what: 'the record of another commit',
    change: {
      record: (record) => ({
        ...record,
        candidate: { ...part(record, 'candidate'), gitCommit: 'f'.repeat(40) },
      }),
    },
    expect: 'RC-F4 EVIDENCE_WRONG_CANDIDATE',
  },
  {
    what: 'a record that was dated back to before the wall clock agreed',
    change: { record: (record) => ({ ...record, run: { ...part(record, 'run'), monotonicMs: 1 } }) },
    expect: 'RC-F4 SOAK_CLOCK_DRIFT',
  },
  {
    what: 'an artefact that the record gives another size',
    change: {
      record: (record) => ({ ...record, artefacts: [{ ...(record['artefacts'] as Json[])[0], bytes: 1 }] }),
    },
    expect: 'RC-F4 EVIDENCE_HASH',
  },
  {
    what: 'a closing line for an attempt that nobody opened',
    change: { ledger: (line) => (line['opened'] === 1 ? { ...line, opened: 2 } : line) },
    expect: 'RC-F4 LEDGER_GAP',
  },
];

describe('a resealed cheat is refused', () => {
  it('only for what it says: resealing alone changes nothing', async () => {
    const { folder, ...rest } = await bench.copy();
    await reseal(folder, RECORD, {});

    expect(await reasonsFor({ folder, ...rest })).toEqual([]);
  });

  it.each(cheats.map((cheat) => [cheat.what, cheat] as const))('%s', async (_what, cheat) => {
    const copy = await bench.copy();
    await reseal(copy.folder, RECORD, cheat.change);

    const reasons = await reasonsFor(copy);

    expect(reasons).toContain(cheat.expect);
  });

  it('a soak whose wall clock was moved while it ran', async () => {
    const copy = await bench.copy();
    await leaveAttempt(copy, soak('soak-smoke'), (draft) => {
      draft.driftMs = 3_600_000;
    });

    expect(await reasonsFor(copy)).toContain('RC-F4 SOAK_CLOCK_DRIFT');
  });
});
