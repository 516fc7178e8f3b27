/**
 * Instants as minutes of a display zone, and back. Text times are for people; every comparison uses integers.
 * A zone is a fixed offset from UTC: the `…_kst` columns name one, and daylight saving would make times ambiguous.
 */
import { type EpochMs, seconds } from '../time.js';

/** Minutes east of UTC. Korea is 540. */
export type ZoneMinutes = number;

const widestZone = 14 * 60;

/** A day of a zone. */
export const DAY = seconds(24 * 60 * 60);

/** Reads `+09:00`, `9` (hours, up to 14) or `540` (minutes, above 14); null when it is no zone. */
export function parseZone(text: string): ZoneMinutes | null {
  const clock = /^([+-])(\d{2}):([0-5]\d)$/.exec(text);
  if (clock !== null) {
    const size = Number(clock[2]) * 60 + Number(clock[3]);
    return size <= widestZone ? (clock[1] === '-' ? -size : size) : null;
  }
  if (!/^[+-]?\d{1,3}$/.test(text)) return null;
  const count = Number(text);
  const minutes = Math.abs(count) <= 14 ? count * 60 : count;
  return Math.abs(minutes) <= widestZone ? minutes : null;
}

/** The zone as `+09:00`. */
export function formatZone(zone: ZoneMinutes): string {
  const size = Math.abs(zone);
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * `YYYY-MM-DD HH:MM`, which `parseInstant` reads back; seconds and milliseconds follow only when they are not
 * zero.
 */
export function formatInstant(at: EpochMs, zone: ZoneMinutes): string {
  const text = localIso(at, zone).replace('T', ' ');
  return text.endsWith(':00.000') ? text.slice(0, 16) : text;
}

/** `YYYY-MM-DD HH:MM`: for times that are only shown. */
export function formatMinute(at: EpochMs, zone: ZoneMinutes): string {
  return localIso(at, zone).replace('T', ' ').slice(0, 16);
}

/** ISO 8601 with the zone's offset, for logs. */
export function formatIso(at: EpochMs, zone: ZoneMinutes): string {
  return `${localIso(at, zone)}${formatZone(zone)}`;
}

/** The instant a rendered time names; null when it names none (also 30 February). */
export function parseInstant(text: string, zone: ZoneMinutes): EpochMs | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(:\d{2}\.\d{3})?$/.exec(text);
  if (match === null) return null;
  const local = `${match[1]}T${match[2]}${match[3] ?? ':00.000'}`;
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== `${local}Z`) return null;
  return (asUtc - zone * 60_000) as EpochMs;
}

/** The instant at which the zone's day of `at` begins. A zone is a fixed offset, so every day has 24 hours. */
export function startOfDay(at: EpochMs, zone: ZoneMinutes): EpochMs {
  const local = at + zone * 60_000;
  return (Math.floor(local / DAY) * DAY - zone * 60_000) as EpochMs;
}

function localIso(at: EpochMs, zone: ZoneMinutes): string {
  return new Date(at + zone * 60_000).toISOString().slice(0, -1);
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}
