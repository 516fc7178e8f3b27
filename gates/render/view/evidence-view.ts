/**
 * What the verdict rests on: the conservation equation, the guardrail's figures, every item of evidence, the
 * manifest.
 */
import type { IntegrityLedger } from '../../verdict/evidence-findings.js';
import type { Verdict } from '../../verdict/verdict.js';
import { bytes, duration, instant, number } from '../figures.js';
import { lookOfEvidence, lookOfOutcome } from '../status-look.js';
import { recordCitation } from './citation.js';
import { nextView } from './first-screen.js';
import { timeModeView } from './time-mode.js';

/** The order of a task's life; a state of another name comes last. */
const STATES = ['DONE', 'FAILED', 'BLOCKED', 'PENDING', 'IN_PROGRESS'];

export function integrityView({ integrity }: Verdict) {
  const terms = Object.entries(integrity.byState).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  const sum = terms.reduce((total, [, tasks]) => total + tasks, 0);
  const balanced = integrity.enqueued === 0 ? null : sum === integrity.enqueued;
  return {
    look: lookOfOutcome(balanced),
    says: conservation(integrity, sum),
    enqueued: number(integrity.enqueued),
    terms: terms.map(([state, tasks]) => ({ state, tasks: number(tasks) })),
    runs: number(integrity.runs),
    transitions: number(integrity.transitions),
    breaches: [
      { name: 'Duplicate completions', count: integrity.duplicateCompletions },
      { name: 'Lost tasks', count: integrity.lostTasks },
      { name: 'Illegal transitions', count: integrity.illegalTransitions },
      { name: 'Store and log differ', count: integrity.logMismatches },
    ].map(({ name, count }) => ({ name, figure: number(count), look: lookOfOutcome(count === 0) })),
  };
}

function place(state: string): number {
  const index = STATES.indexOf(state);
  return index === -1 ? STATES.length : index;
}

function conservation({ enqueued }: IntegrityLedger, sum: number): string {
  if (enqueued === 0) return 'No history was replayed: nothing is proven.';
  if (sum === enqueued) return 'Every task that was enqueued is accounted for.';
  return `The states add up to ${number(sum)}, ${number(Math.abs(enqueued - sum))} away from what was enqueued.`;
}

export function guardrailView({ guardrail }: Verdict) {
  const { hardExceeds, blocked, afterBlock } = guardrail;
  return [
    {
      name: 'Hard exceeds sent',
      figure: number(hardExceeds),
      look: lookOfOutcome(hardExceeds === 0 ? null : true),
    },
    {
      name: 'Blocked',
      figure: `${number(blocked)} of ${number(hardExceeds)}`,
      look: lookOfOutcome(hardExceeds === 0 ? null : blocked === hardExceeds),
    },
    {
      name: 'Executed after the block',
      figure: number(afterBlock),
      look: lookOfOutcome(hardExceeds === 0 ? null : afterBlock === 0),
    },
  ];
}

export function evidenceView({ evidence }: Verdict) {
  return evidence.map((item) => ({
    look: lookOfEvidence(item.state),
    kind: item.kind,
    name: item.name,
    mode: timeModeView(item.mode),
    attempts: number(item.attempts),
    failedAttempts: number(item.failedAttempts),
    startedAt: item.startedAt === null ? '–' : instant(item.startedAt),
    duration: item.durationMs === null ? '–' : duration(item.durationMs),
    record: recordCitation(item),
    problem: item.problem,
    next: item.state === 'valid' ? null : nextView(item.next),
  }));
}

export function manifestView({ manifest, policy, candidate, evidence }: Verdict) {
  return {
    artefacts: [
      { name: 'Files', value: number(manifest.files) },
      { name: 'Size', value: bytes(manifest.bytes) },
      { name: 'Manifest sha256', value: manifest.sha256 },
      { name: 'Tree sha256', value: candidate.treeSha256 },
      { name: 'Packages sha256', value: packagesOf(evidence) },
    ],
    policy: [
      { name: 'Policy', value: policy.id },
      { name: 'Version', value: policy.version },
      { name: 'sha256', value: policy.sha256 },
      { name: 'Expires', value: policy.expires },
    ],
  };
}

/** One digest for each machine that left evidence: a driver is compiled where it is installed. */
function packagesOf(evidence: Verdict['evidence']): string {
  const digests = new Set(evidence.flatMap(({ packagesSha256 }) => packagesSha256 ?? []));
  return digests.size === 0 ? 'not recorded' : [...digests].sort().join(', ');
}
