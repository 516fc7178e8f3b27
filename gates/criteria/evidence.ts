/** RC-P6 and RC-F4: the evidence is all there, all of it can be trusted, and it lies where it is kept. */
import { relative } from 'node:path';
import type { Docket } from '../docket/docket.js';
import { newCommitFor, nextFor } from '../plan/plan.js';
import type { CheckOf } from '../policy/checks.js';
import type { CheckFinding, EvidenceRef, NextAction, Reason } from '../verdict/criterion-finding.js';
import { type Problem, reasonOf, spoils } from '../verdict/problem.js';
import { finding, reason } from './finding.js';

/** The candidate's folder lies below one of the roots that are kept. */
export function artefactsUnderRoots(check: CheckOf<'artefacts.underRoots'>, docket: Docket): CheckFinding {
  const where = relative(docket.projectRoot, docket.folder);
  const [root] = where.split(/[/\\]/);
  const kept = root !== undefined && check.roots.includes(root);
  const limit = `below ${check.roots.join(' or ')}`;
  const because = `the evidence lies in ${where || '.'}, outside of the folders that are kept`;
  const parts = { because, measured: where || '.', limit, evidence: null, next: rerun(docket) };
  return finding(check, {
    measured: where || '.',
    limit,
    reasons: kept ? [] : [reason('EVIDENCE_OUTSIDE_ROOT', parts)],
  });
}

/** Every file of evidence is in the manifest as it lies there, and the ledger is whole. */
export function artefactsManifest(check: CheckOf<'artefacts.manifest'>, docket: Docket): CheckFinding {
  const { state, problems } = docket.collection;
  const listed = state.manifest?.files.length ?? 0;
  const bad = problems.length;
  const evidence: readonly EvidenceRef[] = [
    { path: 'manifest.json', at: null, sha256: state.manifestSha256 },
  ];
  const empty: Problem = {
    code: 'EVIDENCE_MISSING',
    because: 'the manifest lists no file: there is no evidence to keep',
    measured: '0 files',
    limit: 'at least 1',
    evidence: null,
  };
  return finding(check, {
    measured: `${listed} files listed, ${bad} problems`,
    limit: 'every file listed, every digest as listed',
    evidence: listed > 0 ? evidence : [],
    reasons: [
      ...(listed === 0 ? [reasonOf(empty, rerun(docket))] : []),
      ...problems.map((one) => reasonOf(one, restore(one))),
    ].slice(0, MOST_TOLD),
  });
}

/** At most this many problems are told one by one. */
const MOST_TOLD = 20;

/** Every item of the plan has evidence. */
export function evidenceComplete(check: CheckOf<'evidence.complete'>, docket: Docket): CheckFinding {
  const items = [...docket.items.values()];
  const absent = items.filter(
    ({ record, problems }) => record === null && problems.every(({ code }) => code === 'EVIDENCE_MISSING'),
  );
  return finding(check, {
    measured: `${items.length - absent.length} of ${items.length} items`,
    limit: 'all items of the evidence plan',
    reasons: absent.flatMap(({ item, problems }) =>
      problems.map((problem) => reasonOf(problem, nextFor(item))),
    ),
  });
}

/** Every item that is there can be trusted; and the candidate was not run again and again until it was green. */
export function evidenceValid(check: CheckOf<'evidence.valid'>, docket: Docket): CheckFinding {
  const items = [...docket.items.values()].filter(
    ({ record, problems }) => record !== null || problems.some(({ code }) => code !== 'EVIDENCE_MISSING'),
  );
  const spoiled = items.filter(({ problems }) => problems.some(spoils));
  const reasons = [
    ...docket.collection.problems.map((problem) => reasonOf(problem, restore(problem))),
    ...spoiled.flatMap(({ item, problems }) => problems.map((problem) => reasonOf(problem, nextFor(item)))),
    ...openAttempts(docket),
    ...tooManyAttempts(docket),
    ...dirtyTree(docket),
  ];
  return finding(check, {
    measured: `${items.length - spoiled.length} of ${items.length} records can be trusted`,
    limit: 'all',
    reasons,
  });
}

function openAttempts({ items }: Docket): readonly Reason[] {
  return [...items.values()].flatMap(({ item, problems }) =>
    problems.filter(({ code }) => code === 'ATTEMPT_OPEN').map((problem) => reasonOf(problem, nextFor(item))),
  );
}

function tooManyAttempts({ items, profile }: Docket): readonly Reason[] {
  return [...items.values()]
    .filter(({ failedAttempts }) => failedAttempts > profile.maxFailedAttempts)
    .map(({ item, attempts, failedAttempts }) =>
      reason('ATTEMPTS_EXCEEDED', {
        because: `${item.name} (${item.mode}) failed or was abandoned too often to believe its last attempt`,
        measured: `${failedAttempts} of ${attempts} attempts`,
        limit: `at most ${profile.maxFailedAttempts}`,
        evidence: null,
        next: newCommitFor(item),
      }),
    );
}

/** An ignored source makes a tree dirty too, and a bare `git status` would not show it. */
const COMMIT_ALL = 'git status --ignored, then commit or remove what builds and tests would find';

function dirtyTree(docket: Docket): readonly Reason[] {
  const { candidate } = docket.collection.state;
  if (!candidate.dirty || docket.profile.dirtyTree === 'mark') return [];
  return [
    reason('TREE_DIRTY', {
      because: `the tree is not what was committed; profile ${docket.profileName} judges commits only`,
      measured: candidate.gitCommit === null ? 'no commit' : 'files that no commit has',
      limit: 'a clean tree',
      evidence: { path: 'candidate.json', at: '/dirty', sha256: '' },
      next: { owner: 'developers', command: COMMIT_ALL, takesMs: null },
    }),
  ];
}

function rerun({ profileName }: Docket): NextAction {
  return { owner: 'ci', command: `npx gate rc --profile ${profileName}`, takesMs: null };
}

/** What is wrong with the folder itself: no further attempt puts it right. */
function restore({ code, evidence }: Problem): NextAction {
  const where = evidence?.path ?? "the candidate's folder";
  const command =
    code === 'EVIDENCE_UNLISTED_FILE'
      ? `take ${where} out of the candidate's folder`
      : `put ${where} back as it was recorded, or make the evidence of another commit`;
  return { owner: 'ci', command, takesMs: null };
}
