/**
 * The door through which producers leave evidence: what runs must be the candidate's when an attempt is opened, and
 * must not be touched before it is closed. Processes are started from the built programs all through a run, so programs
 * that were replaced and put back have run all the same.
 */
import { type OpenAttempt, openAttempt } from '../../gates/record/attempt.js';
import { readCandidate } from '../../gates/record/candidate-file.js';
import type { EvidenceKind } from '../../gates/record/record.js';
import { programFiles, STAMP } from './build-stamp.js';
import { treeFiles } from './candidate.js';
import { packageFiles, packagesDigest } from './packages.js';
import { OtherTree, requireSameFiles, requireSameTree } from './same-tree.js';
import { type Traces, touchedBetween, tracesOf } from './touched.js';

/** How often a long run looks for a new build. */
const LOOK_MS = 10_000;

/** Opens attempts of the candidate in `projectRoot`; one that cannot be closed stays open, and is no evidence. */
export function boundAttempts(projectRoot: string): OpenAttempt {
  return async (folder, terms) => {
    const before = tracesInUse(projectRoot, terms.kind);
    const { treeSha256 } = await readCandidate(folder);
    requireSameTree(projectRoot, treeSha256);
    const attempt = await openAttempt(folder, { ...terms, packagesSha256: packagesDigest(projectRoot) });
    const look = endWhenRebuilt(projectRoot);
    return {
      ...attempt,
      async close(outcome) {
        clearInterval(look);
        const [first, ...more] = touchedBetween(before, tracesInUse(projectRoot, terms.kind));
        if (first !== undefined) {
          const touched = more.length === 0 ? first : `${first} (and ${more.length} more)`;
          throw new OtherTree(
            `expected what runs to stay as it was until attempt ${attempt.number} of ${terms.name} ended, ` +
              `found ${touched} touched meanwhile; it is no evidence; type: npm run fresh && ${terms.command}`,
          );
        }
        requireSameFiles(projectRoot, treeSha256);
        return attempt.close(outcome);
      },
    };
  };
}

/** Tests run the sources themselves, everything else what was built from them. */
function tracesInUse(projectRoot: string, kind: EvidenceKind): Traces {
  const sources = kind === 'test-suite' ? treeFiles(projectRoot) : [];
  const programs = [...programFiles(projectRoot), STAMP];
  return tracesOf(projectRoot, [...programs, ...packageFiles(projectRoot), ...sources]);
}

/** A run that can no longer become evidence is asked to end in good order, as by a person. */
function endWhenRebuilt(projectRoot: string): NodeJS.Timeout {
  const stamp = () => tracesOf(projectRoot, [STAMP]);
  const before = stamp();
  const look = setInterval(() => {
    if (touchedBetween(before, stamp()).length === 0) return;
    clearInterval(look);
    process.stderr.write(`${STAMP} was touched: this run is no evidence, and is asked to end\n`);
    process.emit('SIGTERM', 'SIGTERM');
  }, LOOK_MS);
  return look.unref();
}
