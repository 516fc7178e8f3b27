/** The files that outlive a candidate, read from the project's `reports/`. Absent is null; unreadable is a problem. */
import { join } from 'node:path';
import { type Decoded, decodeJson, decodeLines } from '../record/decode.js';
import { readDecoded } from '../record/text-file.js';
import { type Baseline, baselineSchema, type Night, nightSchema } from '../record/track.js';

export const NIGHTS_FILE = 'reports/trend/nightly.ndjson';
export const BASELINE_FILE = 'reports/baseline/soak.json';

export interface Track {
  readonly nights: Decoded<readonly Night[]> | null;
  readonly baseline: Decoded<Baseline> | null;
}

/** Reads both. */
export async function readTrack(projectRoot: string): Promise<Track> {
  return {
    nights: await readDecoded(join(projectRoot, NIGHTS_FILE), (text) => decodeLines(text, nightSchema)),
    baseline: await readDecoded(join(projectRoot, BASELINE_FILE), (text) => decodeJson(text, baselineSchema)),
  };
}
