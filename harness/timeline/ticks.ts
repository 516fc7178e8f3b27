/** The times written below the picture: at as many stops as have room, those of the witness first. */
import type { Stop } from './axis.js';
import { lengthText, timeText, widthOf } from './words.js';

export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** A stretch between two neighbouring stops. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** How long it lasts; null when there is no room to say so, or it is too short to matter. */
  readonly label: string | null;
  /** Whether the history has lines there that the picture leaves out. */
  readonly lines: 'left out' | 'all shown';
}

/** Pixels between two labels. */
const APART = 12;
/** A stretch shorter than this, in ms, says nothing that its ticks do not say. */
const SHORTEST_TOLD = 1000;

/** Ticks at stops; `first` are the places that must have one. */
export function ticksOf(stops: readonly Stop[], first: readonly number[]): readonly Tick[] {
  const pinned = stops.filter(({ x }) => first.includes(x));
  const ticks: Tick[] = [];
  for (const { x, at } of [...pinned, ...stops]) {
    const label = timeText(at);
    if (ticks.some((tick) => tick.label === label)) continue;
    if (ticks.every((tick) => Math.abs(tick.x - x) >= (widthOf(label) + widthOf(tick.label)) / 2 + APART)) {
      ticks.push({ x, label });
    }
  }
  return ticks.sort((a, b) => a.x - b.x);
}

/** The stretches between the stops. */
export function gapsOf(stops: readonly Stop[]): readonly Gap[] {
  return stops.slice(1).map((stop, position) => {
    const before = stops[position] ?? stop;
    const label = lengthText(stop.at - before.at);
    const isTold = stop.at - before.at >= SHORTEST_TOLD && stop.x - before.x >= widthOf(label) + APART;
    return {
      from: before.x,
      to: stop.x,
      label: isTold ? label : null,
      lines: isNext(before, stop) ? 'all shown' : 'left out',
    };
  });
}

/** An instant without a line is taken to have none around it: its neighbours tell. */
function isNext(before: Stop, stop: Stop): boolean {
  if (before.line === null || stop.line === null) return stop.at === before.at;
  return stop.line === before.line + 1;
}
