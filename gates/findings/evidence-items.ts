/** Each item of the evidence plan, and what became of it. */
import type { Docket } from '../docket/docket.js';
import { nextFor } from '../plan/plan.js';
import { spoils } from '../verdict/problem.js';
import type { EvidenceItem } from '../verdict/verdict.js';

/** An item is missing while nothing of it can be judged, and invalid when something is there that cannot be trusted. */
export function evidenceItems({ items }: Docket): readonly EvidenceItem[] {
  return [...items.values()].map(({ item, attempts, failedAttempts, attempt, record, problems }) => {
    const open = problems.find(({ code }) => code === 'ATTEMPT_OPEN');
    const spoiled = problems.filter(spoils);
    const absent = record === null && spoiled.every(({ code }) => code === 'EVIDENCE_MISSING');
    const missing = absent || (open !== undefined && spoiled.length === 0);
    return {
      kind: item.kind,
      name: item.name,
      mode: item.mode,
      state: missing ? 'missing' : spoiled.length > 0 ? 'invalid' : 'valid',
      attempts,
      failedAttempts,
      record: record === null || attempt === null ? null : `${attempt}/record.json`,
      startedAt: record?.run.startedAt ?? null,
      durationMs: record === null ? null : Math.round(record.run.monotonicMs),
      packagesSha256: record?.environment.packagesSha256 ?? null,
      problem: (spoiled[0] ?? open)?.because ?? null,
      next: nextFor(item),
    };
  });
}
