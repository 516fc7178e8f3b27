/**
 * The abort log of a soak: which conditions the driver looked at, which of them are critical, and when each was met.
 * What can be read of it counts, whatever else is wrong with it: a line that is damaged takes no other line away.
 */
import { readFile } from 'node:fs/promises';
import { type AbortLine, abortLineSchema } from '../../record/artefacts.js';
import { type Decoded, decodeJson } from '../../record/decode.js';

export interface AbortLog {
  /** The profile it was written for; null without a header. */
  readonly profile: string | null;
  /** The conditions that its header names. */
  readonly conditions: readonly LoggedCondition[];
  /** When a condition was first seen to be met, ms since the start; in order. */
  readonly openings: readonly { readonly id: string; readonly at: number }[];
  /** What is wrong with the log itself, a sentence each. */
  readonly flaws: readonly string[];
}

export interface LoggedCondition {
  readonly id: string;
  readonly says: string;
  readonly critical: boolean;
}

/** Reads an abort log. It can always be read; what is wrong with it is among its flaws. */
export async function readAbortLog(path: string): Promise<Decoded<AbortLog>> {
  return { ok: true, value: abortLogOf(await readFile(path, 'utf8')) };
}

/** The abort log in a text. */
export function abortLogOf(text: string): AbortLog {
  const read = text
    .split('\n')
    .filter((line, index, all) => line !== '' || index < all.length - 1)
    .map((line) => decodeJson(line, abortLineSchema));
  const lines = read.flatMap((decoded) => (decoded.ok ? [decoded.value] : []));
  const [header] = only(lines, 'header');
  const openings = only(lines, 'opened').map(({ id, at }) => ({ id, at }));
  const damaged = read.flatMap((decoded, index) =>
    decoded.ok ? [] : [`line ${index + 1}, ${decoded.problem}`],
  );
  return {
    profile: header?.profile ?? null,
    conditions: header?.conditions ?? [],
    openings,
    flaws: [...damaged, ...formFlaws(lines), ...unnamed(openings, header?.conditions ?? [])],
  };
}

/** A whole log begins with its header and ends with a trailer that counts its lines. */
function formFlaws(lines: readonly AbortLine[]): readonly string[] {
  const last = lines.at(-1);
  const [looks, opened] = [only(lines, 'look').length, only(lines, 'opened').length];
  const flaws: string[] = [];
  if (lines[0]?.kind !== 'header' || only(lines, 'header').length > 1)
    flaws.push('it does not begin with its one header');
  if (last?.kind !== 'trailer') flaws.push('it has no end');
  else if (last.looks !== looks || last.episodes !== opened) {
    flaws.push(
      `its end counts ${last.looks} looks and ${last.episodes} episodes, its lines are ${looks} and ${opened}`,
    );
  }
  return flaws;
}

function unnamed(openings: AbortLog['openings'], conditions: readonly LoggedCondition[]): readonly string[] {
  const known = new Set(conditions.map(({ id }) => id));
  return openings.filter(({ id }) => !known.has(id)).map(({ id }) => `its header does not name ${id}`);
}

function only<K extends AbortLine['kind']>(lines: readonly AbortLine[], kind: K) {
  return lines.filter((line): line is Extract<AbortLine, { kind: K }> => line.kind === kind);
}
