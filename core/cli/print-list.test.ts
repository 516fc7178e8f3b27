import { describe, expect, it } from 'vitest';
import { printList } from './print-list.js';

/** A list of numbers in pages, which knows how many of them were read. */
function numbers(...pages: readonly (readonly number[])[]) {
  const read = { pages: 0 };
  async function* reading() {
    for (const page of pages) {
      read.pages += 1;
      yield page;
    }
  }
  return { read, list: { name: 'numbers', pages: reading(), line: (item: number) => `no. ${item}` } };
}

/** A reader that takes `most` parts, and is gone then. */
function reader(most = Number.POSITIVE_INFINITY) {
  const parts: string[] = [];
  const world = { out: (text: string) => void parts.push(text), taken: async () => parts.length < most };
  return { parts, world };
}

describe('a long list', () => {
  it('is printed as lines, a page at a time', async () => {
    const { parts, world } = reader();
    await printList(numbers([1, 2], [3]).list, { world, as: 'text' });
    expect(parts).toEqual(['no. 1\nno. 2\n', 'no. 3\n']);
  });

  it.each([
    [[[1, 2], [3]], { numbers: [1, 2, 3] }],
    [[[]], { numbers: [] }],
    [[], { numbers: [] }],
  ])('of the pages %j is one JSON object', async (pages, value) => {
    const { parts, world } = reader();
    await printList(numbers(...pages).list, { world, as: 'json' });
    expect(JSON.parse(parts.join(''))).toEqual(value);
  });

  it('is read no further once nobody takes any more', async () => {
    const { read, list } = numbers([1], [2], [3]);
    const { parts, world } = reader(1);
    await printList(list, { world, as: 'text' });
    expect(parts).toEqual(['no. 1\n']);
    expect(read.pages).toBe(1);
  });
});
