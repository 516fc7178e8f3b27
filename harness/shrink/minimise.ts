/**
 * Delta debugging (Zeller's ddmin): leaves out ever smaller parts of a list as long as what is left still fails.
 * The answer is 1-minimal: without any one of its items the failure is gone, unless `fails` was cut short.
 */

/** Whether the failure is still there with these items only. */
export type Fails<Item> = (items: readonly Item[]) => Promise<boolean>;

/** A smallest part of `items` that still fails; `items` themselves must. The order is kept. */
export async function minimise<Item>(items: readonly Item[], fails: Fails<Item>): Promise<readonly Item[]> {
  if (items.length === 0 || (await fails([]))) return [];
  let left = items;
  let parts = 2;
  while (left.length > 1) {
    const smaller = await withoutOnePart(left, parts, fails);
    if (smaller !== null) {
      left = smaller;
      parts = Math.max(2, parts - 1);
    } else if (parts >= left.length) {
      break;
    } else {
      parts = Math.min(left.length, parts * 2);
    }
  }
  return left;
}

/** The first way to leave out one of so many parts with the failure still there; null when there is none. */
async function withoutOnePart<Item>(
  items: readonly Item[],
  parts: number,
  fails: Fails<Item>,
): Promise<readonly Item[] | null> {
  const size = Math.ceil(items.length / parts);
  for (let from = 0; from < items.length; from += size) {
    const rest = [...items.slice(0, from), ...items.slice(from + size)];
    if (rest.length > 0 && (await fails(rest))) return rest;
  }
  return null;
}
