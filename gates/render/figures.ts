/**
 * How numbers, durations, sizes and instants are written. Independent of locale and time zone, so the same verdict
 * gives the same bytes everywhere. Nothing here rounds up: 71 h 59 min 59 s never reads as 72 h.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A number with thousands separated, at most six significant digits when it is not whole. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Number.isInteger(value) ? value.toFixed(0) : String(Number(value.toPrecision(6)));
  const [whole = '', fraction] = text.split('.');
  const grouped = /e/i.test(text) ? text : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined || /e/i.test(text) ? grouped : `${grouped}.${fraction}`;
}

/** `2 tests`, `1 test`. The plural is the singular with an s unless given. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** Two units at most, rounded down: `61 h 24 min`, `12.4 s`, `850 ms`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms === 0) return '0 s';
  if (ms < SECOND) return `${Math.floor(ms)} ms`;
  if (ms < MINUTE) return `${Math.floor(ms / 100) / 10} s`;
  return ms < HOUR ? two(ms, [MINUTE, 'min'], [SECOND, 's']) : two(ms, [HOUR, 'h'], [MINUTE, 'min']);
}

type Unit = readonly [ms: number, name: string];

function two(ms: number, [big, bigName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((ms % big) / small);
  const head = `${number(Math.floor(ms / big))} ${bigName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}

/** `2026-05-01 12:00:05 UTC`. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const SIZES = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in the largest binary unit that keeps it at one or more, to one decimal. */
export function bytes(size: number): string {
  const step = sizeStep(size);
  return `${number(Math.floor((size / 1024 ** step) * 10) / 10)} ${SIZES[step]}`;
}

function sizeStep(size: number): number {
  return size < 1024 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(size) / 10));
}

/** A measured value beside its unit, exact enough that rounding never carries it across a limit. */
export function measure(value: number, unit: string): string {
  if (unit === 'ratio') return `${number(value * 100)} %`;
  if (unit === 'ms' && Math.abs(value) >= 10 * SECOND) return `${number(value / SECOND)} s`;
  return unit === '' ? number(value) : `${number(value)} ${unit}`;
}

/** The unit a chart's axis is labelled in, and what to divide by to get there. */
export function axisUnit(unit: string, highest: number): { readonly divisor: number; readonly unit: string } {
  if (unit === 'ratio') return { divisor: 0.01, unit: '%' };
  if (unit === 'bytes') return { divisor: 1024 ** sizeStep(highest), unit: SIZES[sizeStep(highest)] ?? unit };
  if (unit !== 'ms' || highest < 2 * SECOND) return { divisor: 1, unit };
  return highest < 10 * MINUTE ? { divisor: SECOND, unit: 's' } : { divisor: MINUTE, unit: 'min' };
}

/** The first signs of a digest or commit; enough to compare by eye. */
export function short(digest: string): string {
  return digest.slice(0, 10);
}
