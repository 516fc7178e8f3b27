/**
 * A command line as words, so that no shell has to read it: blanks separate, quotes keep together, a backslash
 * takes the next character as it is. Nothing is expanded.
 */
import { UsageError } from '../errors.js';

const NAME_A_PROGRAM = 'begin it with the program to run, such as: node work.mjs';

/** The words of `text`. Inside single quotes everything is literal. @throws UsageError */
export function splitWords(text: string): readonly [string, ...string[]] {
  const words: string[] = [];
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y;
  let word: string | null = null;
  while (piece.lastIndex < text.length) {
    const at = piece.lastIndex;
    const match = piece.exec(text);
    if (match === null) {
      throw new UsageError(`expected a closing quote in the command ${text}, from character ${at + 1} on`, {
        hint: 'close it, or have a shell read the command with --shell',
      });
    }
    const [, single, double, escaped, plain] = match;
    const literal: string | undefined = single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? escaped ?? plain;
    if (literal !== undefined) {
      word = (word ?? '') + literal;
    } else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (word !== null) words.push(word);
  return checked(words, text);
}

function checked([file, ...rest]: readonly string[], text: string): readonly [string, ...string[]] {
  if (file === undefined || file === '')
    throw new UsageError('expected a command, got an empty text', { hint: NAME_A_PROGRAM });
  if (file.startsWith('-'))
    throw new UsageError(`expected a command, got the flag ${file} in: ${text}`, { hint: NAME_A_PROGRAM });
  return [file, ...rest];
}
