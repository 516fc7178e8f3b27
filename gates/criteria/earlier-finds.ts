/** What the harness that played other attempts than the judged one found: a later attempt takes none of it back. */

import type { Docket } from '../docket/docket.js';
import type { EarlierRun } from '../docket/earlier.js';
import { itemId } from '../plan/plan.js';
import type { ReasonCode } from '../verdict/codes.js';
import type { Reason } from '../verdict/criterion-finding.js';
import { type Found, reason } from './finding.js';

/** At most this many finds are told as reasons. */
const MOST_FINDS = 5;

export function earlierReasons(docket: Docket, found: Found, code: ReasonCode): readonly Reason[] {
  const { kind, name, mode } = found.item;
  const same = docket.earlier.filter(
    ({ item }) => item.kind === kind && item.name === name && item.mode === mode,
  );
  return reasonsOf(same, code);
}

/** What it found in evidence that the plan does not ask for, which no criterion of its own looks at. */
export function besideReasons({ earlier, items }: Docket): readonly Reason[] {
  return reasonsOf(
    earlier.filter(({ item }) => !items.has(itemId(item))),
    'NOT_MITIGATED',
  );
}

function reasonsOf(runs: readonly EarlierRun[], code: ReasonCode): readonly Reason[] {
  const finds = runs.flatMap(({ finds, ...run }) => finds.map((find) => ({ ...run, ...find })));
  return finds.slice(0, MOST_FINDS).map(({ what, ref, next, because, replay }) =>
    reason(code, {
      because: `${what}: ${because}`,
      measured: 'violated',
      limit: 'holds, in every attempt for this commit',
      evidence: ref,
      next: { ...next, command: replay },
    }),
  );
}
