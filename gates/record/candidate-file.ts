/** The identity of a candidate, as it lies in the folder of its evidence. */
import { join } from 'node:path';
import { decodeCandidate } from './decode.js';
import { FolderUnusable } from './folder-unusable.js';
import type { Candidate } from './record.js';
import { readDecoded } from './text-file.js';

/** Reads `candidate.json`. @throws FolderUnusable when it is absent or unreadable, saying how to make one */
export async function readCandidate(folder: string): Promise<Candidate> {
  const path = join(folder, 'candidate.json');
  const decoded = await readDecoded(path, decodeCandidate);
  if (decoded === null) {
    throw new FolderUnusable(
      `expected the candidate's identity at ${path}, found no file. Make it with: npx gate rc --profile quick`,
    );
  }
  if (decoded.ok) return decoded.value;
  throw new FolderUnusable(
    `expected the candidate's identity at ${path}, but ${decoded.problem}. Make it again with: npx gate rc --profile quick`,
  );
}
