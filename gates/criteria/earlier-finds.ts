/** What the harness that played an earlier attempt of an item found in it: a later attempt takes none of it back. */

import type { Docket } from '../docket/docket.js';
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
  const finds = same.flatMap(({ what, ref, finds }) => finds.map((find) => ({ what, ref, ...find })));
  return finds.slice(0, MOST_FINDS).map(({ what, ref, because, replay }) =>
    reason(code, {
      because: `${what}: ${because}`,
      measured: 'violated',
      limit: 'holds, in every attempt for this commit',
      evidence: ref,
      next: { ...found.next, command: replay },
    }),
  );
}
