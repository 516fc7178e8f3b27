/** A bug of somebody who had not seen the planted ones: a few changed words in the sources of core. */

/** One place in one file. `text` stands there exactly once. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

export interface HeldOutBug {
  readonly name: string;
  /**
   * What forbids it: an invariant (`INV-07`), which a search must accuse; or a rule of docs/behaviour.md (`B-6.3`) that
   * no invariant holds any system to, so that only the tests of the store must see it.
   */
  readonly breaks: string;
  /** One sentence for the table: what it does wrong. */
  readonly says: string;
  readonly edits: readonly Edit[];
}

/** The source of `file` with what a bug changes in it. @throws when a text does not stand there exactly once */
export function planted({ name, edits }: HeldOutBug, file: string, source: string): string {
  return edits
    .filter((edit) => edit.file === file)
    .reduce((code, { text, becomes }) => {
      const found = code.split(text).length - 1;
      if (found !== 1) {
        throw new Error(
          `bug ${name}: expected its text once in ${file}, found it ${found} times; rewrite the bug: ${text}`,
        );
      }
      return code.replace(text, () => becomes);
    }, source);
}
