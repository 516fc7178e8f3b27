/**
 * Which evidence `gate rc` makes: what is missing, and what is there and cannot be used. A new attempt is added to
 * those that are there; nothing is taken away, and the judge goes on looking at all of them.
 */
import type { EvidenceItem } from '../../gates/verdict/verdict.js';

/** `all` makes also what is valid. */
export function wantedOf(evidence: readonly EvidenceItem[], which: 'all' | 'open'): readonly EvidenceItem[] {
  return evidence.filter(({ state }) => which === 'all' || state !== 'valid');
}

/** A line for each item that is there and made once more, with why: the verdict speaks of the new attempt only. */
export function onceMoreLines(wanted: readonly EvidenceItem[]): readonly string[] {
  return wanted
    .filter(({ state }) => state === 'invalid')
    .map(({ kind, name, mode, problem }) => `once more: ${kind} ${name} (${mode}), because ${problem}`);
}
