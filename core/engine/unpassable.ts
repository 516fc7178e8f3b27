/**
 * Words that no program can be started with: an argument ends at a NUL, and the kernel takes none beyond a length
 * (128 KiB on Linux). A task's text may be both, and no retry makes it another.
 */
import type { Words } from './fill-words.js';

/** Why `words` could not be passed, given what starting them threw; null when that was something else. */
export function unpassable(words: Words, thrown: unknown): string | null {
  const found = foundIn(words, thrown);
  if (found === null) return null;
  return (
    `expected arguments without NUL and short enough for a program to be started with, found ${found}; ` +
    'leave {task} and {success_criteria} out of --exec and read them from standard input, which has the task as JSON'
  );
}

function foundIn(words: Words, thrown: unknown): string | null {
  const withNul = words.findIndex((word) => word.includes('\0'));
  if (withNul >= 0) return `a NUL in argument ${withNul}`;
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'E2BIG')) return null;
  const sizes = words.map((word) => Buffer.byteLength(word));
  const longest = Math.max(...sizes);
  return `${longest} bytes in argument ${sizes.indexOf(longest)}`;
}
