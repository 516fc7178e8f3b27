/**
 * How a status looks everywhere: an icon, a word and a tone (the colour's name), never colour alone.
 */

import type { FindingStatus } from '../verdict/criterion-finding.js';
import type { EvidenceItem, Verdict, VerdictName } from '../verdict/verdict.js';

export type Tone = 'pass' | 'ok' | 'waived' | 'amber' | 'fail' | 'invalid' | 'quiet';

export interface Look {
  readonly tone: Tone;
  /** Name of a symbol in `templates/icons.hbs`. */
  readonly icon: string;
  /** The same icon as text, for terminals and Markdown. */
  readonly sign: string;
  readonly word: string;
}

const STATUS: Readonly<Record<FindingStatus, Look>> = {
  PASS: { tone: 'pass', icon: 'check', sign: '✔', word: 'Pass' },
  WAIVED: { tone: 'waived', icon: 'diamond', sign: '◇', word: 'Waived' },
  INCONCLUSIVE: { tone: 'amber', icon: 'wave', sign: '≈', word: 'Inconclusive' },
  MISSING: { tone: 'amber', icon: 'ring', sign: '○', word: 'Missing' },
  FAIL: { tone: 'fail', icon: 'cross', sign: '✖', word: 'Fail' },
  INVALID: { tone: 'invalid', icon: 'barred', sign: '⊘', word: 'Invalid' },
};

const NOT_ASKED: Look = { tone: 'quiet', icon: 'dash', sign: '–', word: 'Not asked' };

const NAMED: Readonly<Record<Exclude<VerdictName, 'FAIL'>, Look>> = {
  PASS: STATUS.PASS,
  PASS_WITH_WAIVERS: STATUS.WAIVED,
  QUICK_OK: { ...STATUS.PASS, tone: 'ok' },
  'QUICK_OK (uncommitted)': { ...STATUS.PASS, tone: 'ok' },
  NIGHTLY_OK: { ...STATUS.PASS, tone: 'ok' },
  FIXTURE_OK: { ...STATUS.INCONCLUSIVE, tone: 'amber' },
};

/** The look of a finding's status; null is a criterion the profile does not ask for. */
export function lookOfStatus(status: FindingStatus | null): Look {
  return status === null ? NOT_ASKED : STATUS[status];
}

/** The look of something that either held or did not; null is something nobody could tell. */
export function lookOfOutcome(held: boolean | null): Look {
  if (held === null) return { ...STATUS.INCONCLUSIVE, word: 'No data' };
  return held ? STATUS.PASS : STATUS.FAIL;
}

/** The look of one item of evidence. */
export function lookOfEvidence(state: EvidenceItem['state']): Look {
  if (state === 'valid') return { ...STATUS.PASS, word: 'Valid' };
  return state === 'missing' ? STATUS.MISSING : STATUS.INVALID;
}

/** The look of the whole verdict. Green is for releasable alone; a profile's own OK is blue. */
export function lookOfVerdict(verdict: Verdict): Look {
  const look = verdict.verdict === 'FAIL' ? STATUS.FAIL : NAMED[verdict.verdict];
  return { ...look, word: verdict.verdict };
}
