/**
 * The folder of a candidate, as it lies there, can take no evidence. The message says what is wrong and what to do
 * about it. Nothing is broken in the program, so it maps to exit code 64.
 */
export class FolderUnusable extends Error {
  readonly code = 'EVIDENCE_FOLDER';
  readonly exitCode = 64;
}
