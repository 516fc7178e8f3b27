/**
 * Where a figure comes from, as a reader can follow it: a path below the candidate's folder, a place in it, a digest.
 */

import type { EvidenceRef } from '../../verdict/criterion-finding.js';
import type { EvidenceItem, Verdict } from '../../verdict/verdict.js';
import { short } from '../figures.js';

export interface CitationView {
  readonly path: string;
  /** A relative link, or null when the path is not one a browser should follow. */
  readonly href: string | null;
  readonly at: string | null;
  readonly sha256: string | null;
  readonly shortSha: string | null;
}

/** Plain relative paths only: no scheme, no `..`, nothing a browser would resolve elsewhere. */
const FOLLOWABLE = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9][\w./+-]*$/;

/** One reference of a check or a reason. */
export function citationView(ref: EvidenceRef): CitationView {
  return { ...pathView(ref.path), at: ref.at, sha256: ref.sha256, shortSha: short(ref.sha256) };
}

/** The record behind one item of evidence, or null when there is none. */
export function recordCitation(item: EvidenceItem | undefined): CitationView | null {
  if (item === undefined || item.record === null) return null;
  return { ...pathView(item.record), at: null, sha256: null, shortSha: null };
}

function pathView(path: string): { readonly path: string; readonly href: string | null } {
  return { path, href: FOLLOWABLE.test(path) ? path : null };
}

/** The item of evidence a finding was judged from. */
export function evidenceOf(
  verdict: Verdict,
  wanted: {
    readonly kinds: readonly EvidenceItem['kind'][];
    readonly name: string;
    readonly mode?: EvidenceItem['mode'];
  },
): EvidenceItem | undefined {
  const { kinds, name, mode } = wanted;
  return verdict.evidence.find(
    (item) => kinds.includes(item.kind) && item.name === name && (mode === undefined || item.mode === mode),
  );
}
