/**
 * The only source of chance in a run: seeded, and forked by label so that one consumer's draws never move another's.
 * Generator: sfc32 (Chris Doty-Humphrey), its state filled by splitmix32. Not for secrets.
 */

/** A seeded stream of numbers. Same seed and labels, same numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A uniform integer in [0, below). */
  integer(below: number): number;
  /** One of `items`, each as likely. @throws RangeError when there are none. */
  pick<Item>(items: readonly Item[]): Item;
  /** An independent stream; it depends on this stream's seed and labels, not on how much was drawn. */
  fork(label: string): Random;
}

/** The stream of a run. */
export function randomFrom(seed: number): Random {
  return stream(String(seed));
}

function stream(key: string): Random {
  const next = sfc32(stateFrom(key));
  const integer = (below: number) => Math.floor(next() * below);
  return {
    next,
    integer,
    pick(items) {
      const item = items[integer(items.length)];
      if (item === undefined) throw new RangeError('expected at least one item to pick from, got none');
      return item;
    },
    fork: (label) => stream(`${key}/${label}`),
  };
}

type State = readonly [number, number, number, number];

function stateFrom(key: string): State {
  const low = splitmix32(fnv1a(key, 0x811c9dc5));
  const high = splitmix32(fnv1a(key, 0x9747b28c));
  return [low(), high(), low(), high()];
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

function sfc32([first, second, third, fourth]: State): () => number {
  let a = first | 0;
  let b = second | 0;
  let c = third | 0;
  let counter = fourth | 0;
  return () => {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + drawn) | 0;
    return (drawn >>> 0) / 2 ** 32;
  };
}
