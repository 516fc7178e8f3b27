/** The rules of docs/behaviour.md with the tests that each one names, and what is wrong with them. Pure. */

/** One test: a file, and the titles around it and its own, as `testTitles` gives them. */
export interface Citation {
  readonly file: string;
  readonly title: string;
}

/** One rule, such as `B-4.3`, in the section whose heading stands above it. */
export interface Rule {
  readonly id: string;
  readonly section: string;
  readonly heldBy: readonly Citation[];
}

const HEADING = /^## (\d+) /;
const RULE = /^\*\*(B-\d+\.\d+)\*\* /;
const HELD_BY = /^\*Held by\* /;
const CITED_FILE = /`([^`]+)` > ("[^"]*"(?:, "[^"]*")*)/g;

/** The rules of a page in order. @throws Error when a list of tests belongs to no rule or cannot be read */
export function rulesOf(markdown: string): readonly Rule[] {
  const lines = markdown.split('\n');
  const rules: Rule[] = [];
  let section = '';
  for (const [at, line] of lines.entries()) {
    section = HEADING.exec(line)?.[1] ?? section;
    const id = RULE.exec(line)?.[1];
    if (id !== undefined) rules.push({ id, section, heldBy: [] });
    if (!HELD_BY.test(line)) continue;
    const rule = rules.pop();
    if (rule === undefined || rule.heldBy.length > 0) {
      throw new Error(`expected a rule above the tests of line ${at + 1}, found none`);
    }
    rules.push({ ...rule, heldBy: citationsFrom(lines, at) });
  }
  return rules;
}

/** The list that begins on the line `at` and ends before the next blank one. */
function citationsFrom(lines: readonly string[], at: number): readonly Citation[] {
  const length = lines.slice(at).findIndex((line) => line.trim() === '');
  const paragraph = lines.slice(at, length < 0 ? lines.length : at + length);
  const text = paragraph.join(' ').replace(HELD_BY, '');
  const unread = text.replaceAll(CITED_FILE, '').replaceAll(/[;\s]/g, '');
  const found = paragraph.some((line) => line.startsWith('>'))
    ? 'a line that is shown as a quotation'
    : unread;
  if (found !== '') {
    throw new Error(`expected \`file\` > "title", … in the tests of line ${at + 1}, found ${found}`);
  }
  return [...text.matchAll(CITED_FILE)].flatMap(([, file = '', titles = '']) =>
    titles
      .slice(1, -1)
      .split('", "')
      .map((title) => ({ file, title })),
  );
}

/** Everything that is wrong with `rules`; `titlesIn` gives the tests of a file, null when there is no such file. */
export function problemsOf(
  rules: readonly Rule[],
  titlesIn: (file: string) => readonly string[] | null,
): readonly string[] {
  return rules.flatMap((rule, index) => [
    ...misplaced(rule, rules[index - 1]),
    ...(rule.heldBy.length === 0 ? [`${rule.id} names no test`] : []),
    ...rule.heldBy.flatMap(({ file, title }) => {
      const titles = titlesIn(file);
      if (titles === null) return [`${rule.id} names ${file}, which is no file`];
      return titles.includes(title) ? [] : [`${rule.id} names "${title}", which is no test of ${file}`];
    }),
  ]);
}

function misplaced({ id, section }: Rule, before: Rule | undefined): readonly string[] {
  const [chapter, number] = placeOf(id);
  if (chapter !== Number(section)) return [`${id} stands in section ${section}`];
  if (before === undefined || before.section !== section || number > placeOf(before.id)[1]) return [];
  return [`${id} stands after ${before.id}`];
}

function placeOf(id: string): readonly [number, number] {
  const [chapter, number] = id.slice('B-'.length).split('.');
  return [Number(chapter), Number(number)];
}
