/**
 * Splits a command line into words as a shell would for the plain cases: blanks separate, quotes hold together.
 * Nothing is expanded and no shell ever sees the text.
 */

/** The words of `command`. @throws RangeError when there are none or a quote is left open. */
export function splitCommand(command: string): readonly [string, ...string[]] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const character of command) {
    if (quote !== null) {
      if (character === quote) quote = null;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== null) throw new RangeError(`expected the quote ${quote} to be closed in: ${command}`);
  if (word !== null) words.push(word);
  const [program, ...args] = words;
  if (program === undefined) throw new RangeError('expected a command line, found nothing');
  return [program, ...args];
}
