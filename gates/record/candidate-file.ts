/** The identity of a candidate, as it lies in the folder of its evidence. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCandidate } from './decode.js';
import { FolderUnusable } from './folder-unusable.js';
import type { Candidate } from './record.js';
import { readDecoded } from './text-file.js';

const NAME = 'candidate.json';
/** Makes the folder of the candidate that is checked out, and no evidence. */
const NEXT = 'type: npx gate rc --no-produce, which makes the folder of this checkout, then: npx gate plan';

/** Reads `candidate.json`. @throws FolderUnusable when it is absent or unreadable, saying how to come by one */
export async function readCandidate(folder: string): Promise<Candidate> {
  const decoded = await readDecoded(join(folder, NAME), decodeCandidate);
  if (decoded?.ok === true) return decoded.value;
  const found = decoded === null ? whatIsThere(folder) : `a ${NAME} that cannot be read: ${decoded.problem}`;
  throw new FolderUnusable(`expected a candidate's folder at ${folder}, found ${found}; ${NEXT}`);
}

function whatIsThere(folder: string): string {
  return existsSync(folder) ? `a folder without ${NAME}` : 'no such folder';
}
