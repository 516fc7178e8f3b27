/**
 * From moments of a run to places on paper. Runs mix calls of a millisecond with leases of a minute, so the axis is not
 * to scale: every moment shown has a stop of its own, in the order of the history, and the room between two stops grows
 * with the logarithm of the time between them, and as far as the words written there need it.
 */

/** A moment: a line of the history, or an instant at which time alone made something happen. */
export interface Moment {
  readonly line: number | null;
  readonly at: number;
}

/** Something that takes room in a row of its own, from one moment to another. */
export interface Span {
  /** Spans of one row never touch. */
  readonly row: string;
  readonly from: Moment;
  readonly to: Moment;
  /** Pixels that what is drawn from `from` on needs, wherever the span ends. */
  readonly needs: number;
  /** Pixels the span itself must be long. */
  readonly least: number;
}

export interface Stop extends Moment {
  readonly x: number;
}

export interface Axis {
  readonly stops: readonly Stop[];
  readonly width: number;
  /** Where a moment lies. @throws Error for a moment of no span */
  x(moment: Moment): number;
}

/** Beyond that a picture is mostly empty. */
const MOST_STRETCH = 6;
/** Pixels between the neighbours of a row. */
const PAD = 10;
/** Room before the first stop and after the last. */
const MARGIN = 48;

/** Pixels between two moments `ms` apart: 7 for none, some 75 for a minute. */
function gap(ms: number): number {
  return 7 + 14 * Math.log10(1 + Math.max(0, ms));
}

/** Lays out the moments of `spans`; a picture narrower than `atLeast` pixels is drawn out to that width. */
export function axisOf(spans: readonly Span[], atLeast: number): Axis {
  let best = stretched(spans, 1);
  // Where words make the room, stretching the time between them does less: it takes a few steps.
  for (let factor = 1; best.width < atLeast - 1 && factor < MOST_STRETCH; ) {
    factor *= (atLeast - MARGIN * 2) / (best.width - MARGIN * 2);
    const wider = stretched(spans, factor);
    if (wider.width <= best.width || wider.width > atLeast + 1) return best;
    best = wider;
  }
  return best;
}

function stretched(spans: readonly Span[], factor: number): Axis {
  const moments = inOrder(spans.flatMap(({ from, to }) => [from, to]));
  const starting = grouped(spans, ({ from }) => keyOf(from));
  const ending = grouped(spans, ({ to }) => keyOf(to));
  const places = new Map<string, number>();
  const taken = new Map<string, number>();
  let x = MARGIN;
  let before: Moment | null = null;
  for (const moment of moments) {
    const key = keyOf(moment);
    if (before) x += gap(moment.at - before.at) * factor;
    for (const { row } of starting.get(key) ?? []) x = Math.max(x, (taken.get(row) ?? -PAD) + PAD);
    for (const { from, least } of ending.get(key) ?? [])
      x = Math.max(x, (places.get(keyOf(from)) ?? x) + least);
    places.set(key, x);
    for (const { row, needs } of starting.get(key) ?? []) occupy(taken, row, x + needs);
    for (const { row } of ending.get(key) ?? []) occupy(taken, row, x);
    before = moment;
  }
  const width = Math.max(x, ...taken.values()) + MARGIN;
  const stops = moments.map((moment) => ({ ...moment, x: places.get(keyOf(moment)) ?? 0 }));
  return { stops, width, x: (moment) => placed(places, moment) };
}

function placed(places: ReadonlyMap<string, number>, moment: Moment): number {
  const x = places.get(keyOf(moment));
  if (x === undefined)
    throw new Error(`expected a moment of the picture, found line ${moment.line} at ${moment.at}`);
  return x;
}

function occupy(taken: Map<string, number>, row: string, until: number): void {
  taken.set(row, Math.max(taken.get(row) ?? 0, until));
}

/** Lines in their order; an instant comes after all lines up to it, and before the first that is later. */
function inOrder(moments: readonly Moment[]): readonly Moment[] {
  const once = [...new Map(moments.map((moment) => [keyOf(moment), moment])).values()];
  const lines = once.filter(({ line }) => line !== null).sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const instants = once.filter(({ line }) => line === null).sort((a, b) => a.at - b.at);
  const merged: Moment[] = [];
  for (const line of lines) {
    while (instants[0] && instants[0].at < line.at) merged.push(...instants.splice(0, 1));
    merged.push(line);
  }
  return [...merged, ...instants];
}

function keyOf({ line, at }: Moment): string {
  return line === null ? `at ${at}` : `line ${line}`;
}

function grouped<Item>(
  items: readonly Item[],
  by: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return groups;
}
