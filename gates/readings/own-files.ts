/**
 * The files beside a history, held against it: the plan it was played from and the state it ended with. One that is of
 * another run is a problem, and is read all the same: what it shows against the system is not taken back by that.
 */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { finalSchema, type PlayedPlan, planSchema } from '../record/artefacts.js';
import { type Decoded, decodeValue, parseJson } from '../record/decode.js';
import { plannedSkewMs } from '../record/planned-skew.js';
import { planDigest, stateHash } from '../record/run-digests.js';
import type { Final } from '../replay/integrity.js';
import type { Run } from '../replay/run.js';
import type { ItemReader } from './reader.js';

/** Reads a run's final state and holds it against the trailer; null when it cannot be read. */
export async function readFinal(
  reader: ItemReader,
  artefact: string,
  run: Run | null,
): Promise<Final | null> {
  const read = await reader.custom(artefact, digested(finalSchema, stateHash));
  if (read === null) return null;
  if (run !== null && read.sha256 !== run.stateHash) {
    reader.problem({
      code: 'CLAIM_MISMATCH',
      because: `${artefact} is not the state that the run beside it ended with`,
      measured: `SHA-256 ${read.sha256}`,
      limit: `SHA-256 ${run.stateHash}, in the trailer of its history`,
      artefact,
    });
  }
  return read.value;
}

/** Reads a run's plan and holds it against the header; null when it cannot be read. */
export async function readPlan(
  reader: ItemReader,
  artefact: string,
  run: Run | null,
): Promise<PlayedPlan | null> {
  const read = await reader.custom(artefact, digested(planSchema, planDigest));
  if (read === null) return null;
  for (const { measured, limit } of run === null ? [] : planDifferences(read, run)) {
    reader.problem({
      code: 'CLAIM_MISMATCH',
      because: `${artefact} is not the plan that the run beside it was played from`,
      measured,
      limit: `${limit}, in the header of its history`,
      artefact,
    });
  }
  return read.value;
}

interface Difference {
  readonly measured: string;
  readonly limit: string;
}

/** The fields come first: where one of them differs, the digests say no more. `eps` follows from the planned faults. */
function planDifferences({ value, sha256 }: Digested<PlayedPlan>, { header }: Run): readonly Difference[] {
  const planned = { ...value, eps: plannedSkewMs(value.faults) };
  const told = { ...header, eps: header.eps ?? 0 };
  const fields = (['scenario', 'seed', 'knobs', 'eps'] as const).filter(
    (field) => !isDeepStrictEqual(planned[field], told[field]),
  );
  if (fields.length === 0 && sha256 !== header.planDigest) {
    return [{ measured: `SHA-256 ${sha256}`, limit: `SHA-256 ${header.planDigest}` }];
  }
  return fields.map((field) => ({
    measured: `${field} ${JSON.stringify(planned[field])}`,
    limit: `${field} ${JSON.stringify(told[field])}`,
  }));
}

interface Digested<T> {
  readonly value: T;
  readonly sha256: string;
}

/** Reads a file with the digest of all that it says, of which the judge reads a part. */
function digested<T>(schema: Parameters<typeof decodeValue<T>>[1], digest: (whole: unknown) => string) {
  return async (path: string): Promise<Decoded<Digested<T>>> => {
    const whole = parseJson(await readFile(path, 'utf8'));
    if (!whole.ok) return whole;
    const decoded = decodeValue(whole.value, schema);
    return decoded.ok ? { ok: true, value: { value: decoded.value, sha256: digest(whole.value) } } : decoded;
  };
}
