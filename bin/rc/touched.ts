/**
 * Whether files were touched in between, even if they are as they were again: what git and a build put back has another
 * change time, and often another place on the disk. Nothing is read but what the file system keeps of a file.
 */
import { type BigIntStats, lstatSync } from 'node:fs';
import { join } from 'node:path';

/** What the file system says of each file, by its path below the root. */
export type Traces = ReadonlyMap<string, BigIntStats | undefined>;

/** The traces of files now. One that is gone has none. */
export function tracesOf(root: string, paths: readonly string[]): Traces {
  const trace = (path: string) => lstatSync(join(root, path), { bigint: true, throwIfNoEntry: false });
  return new Map(paths.map((path) => [path, trace(path)]));
}

/** Paths that came, went or were written to between the two. */
export function touchedBetween(before: Traces, after: Traces): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => isTouched(before.get(path), after.get(path)));
}

/** A new name for the same file (a hard link) moves its change time too, and touches nothing. */
function isTouched(before: BigIntStats | undefined, after: BigIntStats | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  if (before.ino !== after.ino || before.mtimeNs !== after.mtimeNs) return true;
  return before.ctimeNs !== after.ctimeNs && before.nlink === after.nlink;
}
