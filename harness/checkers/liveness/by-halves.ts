/** Looking for a place in an order without looking at everything before it. */

/** The first item that passes, when every item after one that passes does so too; undefined when none does. */
export function firstPassing<Item>(
  items: readonly Item[],
  passes: (item: Item) => boolean,
): Item | undefined {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const item = items[middle];
    if (item !== undefined && passes(item)) to = middle;
    else from = middle + 1;
  }
  return items[from];
}
