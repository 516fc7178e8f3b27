/** Prints an answer that is one list and may be long: a page at a time, each as soon as the one before was taken. */
import type { World } from './world.js';

/** A list as it is read. */
export interface LongList<Item> {
  /** What it is called in JSON. */
  readonly name: string;
  readonly pages: AsyncIterable<readonly Item[]>;
  /** One item as text. */
  line(item: Item): string;
}

/** Prints the list as lines, or as the one JSON object that holds it. Ends early once nobody takes any more. */
export async function printList<Item>(
  list: LongList<Item>,
  { world, as }: { readonly world: Pick<World, 'out' | 'taken'>; readonly as: 'text' | 'json' },
): Promise<void> {
  for await (const part of as === 'json' ? jsonOf(list) : textOf(list)) {
    world.out(part);
    if (!(await world.taken())) return;
  }
}

async function* textOf<Item>({ pages, line }: LongList<Item>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((item) => `${line(item)}\n`).join('');
}

async function* jsonOf<Item>({ name, pages }: LongList<Item>): AsyncGenerator<string> {
  let before = `{${JSON.stringify(name)}:[`;
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield `${before}${page.map((item) => JSON.stringify(item)).join(',')}`;
    before = ',';
  }
  yield before === ',' ? ']}\n' : `${before}]}\n`;
}
