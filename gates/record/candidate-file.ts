/** The identity of a candidate, as it lies in the folder of its evidence. */
import { join } from 'node:path';
import { decodeCandidate } from './decode.js';
import type { Candidate } from './record.js';
import { readIfPresent } from './text-file.js';

/** Reads `candidate.json`. @throws when it is absent or unreadable, saying how to make one */
export async function readCandidate(folder: string): Promise<Candidate> {
  const path = join(folder, 'candidate.json');
  const text = await readIfPresent(path);
  if (text === null) {
    throw new Error(
      `expected the candidate's identity at ${path}, found no file. Make it with: npx gate rc --profile quick`,
    );
  }
  const decoded = decodeCandidate(text);
  if (decoded.ok) return decoded.value;
  throw new Error(
    `expected the candidate's identity at ${path}, but ${decoded.problem}. Make it again with: npx gate rc --profile quick`,
  );
}
