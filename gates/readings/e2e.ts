/** An end-to-end scenario's evidence: its own verdict, what was typed, and the final state replayed by the judge. */
import type { Collected, Collection } from '../folder/collect.js';
import type { StateMachine } from '../policy/state-machine.js';
import { type E2eVerdict, e2eVerdictSchema, finalSchema, timelineLineSchema } from '../record/artefacts.js';
import { type Final, type Replayed, replayFinal } from '../replay/integrity.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import { compareResult } from './claims.js';
import { ItemReader, type Reading } from './reader.js';
import { checkClocks } from './time.js';

/** One command as it was typed. */
export interface TypedCommand {
  readonly at: number;
  readonly says: string;
  readonly command: string;
  readonly exitCode: number;
  /** The exit codes that the story allows, or null where it expects none. */
  readonly expected: readonly number[] | null;
}

export interface E2eReading {
  readonly verdict: E2eVerdict;
  readonly commands: readonly TypedCommand[];
  /** Commands that ended in another way than the story allows. */
  readonly unexpected: readonly TypedCommand[];
  readonly final: Final;
  readonly replayed: Replayed;
  readonly ref: EvidenceRef;
}

/** Reads an end-to-end scenario. */
export async function readE2e(
  collection: Collection,
  collected: Collected,
  machine: StateMachine,
): Promise<Reading<E2eReading>> {
  const reader = new ItemReader(collection, collected);
  const verdict = await reader.json('verdict.json', e2eVerdictSchema);
  const timeline = await reader.lines('timeline.jsonl', timelineLineSchema);
  const final = await reader.json('final.json', finalSchema);
  const { record } = collected;
  if (verdict === null || timeline === null || final === null || record === null) {
    return { value: null, problems: reader.problems };
  }
  const commands = timeline.flatMap(({ at, step, command, exitCode, expected }): TypedCommand[] =>
    command === null ? [] : [{ at, says: step ?? '', command, exitCode: exitCode ?? -1, expected }],
  );
  const unexpected = commands.filter(
    ({ exitCode, expected }) => expected !== null && !expected.includes(exitCode),
  );
  const told = verdict.result === 'PASSED' && verdict.because === null;
  const result = told && unexpected.length === 0 ? 'PASSED' : 'FAILED';
  compareResult(reader, record, { result, from: told ? 'timeline.jsonl' : 'verdict.json' });
  if (verdict.id !== collected.item.name) {
    reader.problem({
      code: 'EVIDENCE_SCHEMA',
      because: `the evidence of ${collected.item.name} tells of ${verdict.id}`,
      measured: verdict.id,
      limit: collected.item.name,
      artefact: 'verdict.json',
    });
  }
  checkClocks(reader, record);
  const value = {
    verdict,
    commands,
    unexpected,
    final,
    replayed: replayFinal(final, machine),
    ref: reader.ref('verdict.json'),
  };
  return { value, problems: reader.problems };
}
