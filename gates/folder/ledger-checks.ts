/**
 * The attempt ledger held against itself and against the manifest: its chain is whole, its instants follow each other,
 * and every attempt that it closed is still there. Whatever is missing from it, somebody took away.
 */
import { posix } from 'node:path';
import { attemptPath } from '../record/attempt-path.js';
import { type CloseLine, LEDGER_FILE, type Ledger, type OpenLine } from '../record/ledger.js';
import type { Manifest } from '../record/manifest.js';
import type { Problem } from '../verdict/problem.js';
import { CLOCK_SLACK_MS } from './clock-slack.js';
import type { FolderState } from './folder.js';

type Flaw = Pick<Problem, 'because' | 'measured' | 'limit'>;

/** What is wrong with the ledger. */
export function ledgerProblems({ ledger, ledgerProblem, manifest }: FolderState): readonly Problem[] {
  const flaws = ledger === null ? [broken(ledgerProblem)] : flawsOf(ledger, manifest);
  const evidence = { path: LEDGER_FILE, at: null, sha256: ledger?.head ?? '' };
  return flaws.map((flaw) => ({ code: 'LEDGER_GAP', ...flaw, evidence }));
}

function broken(problem: string | null): Flaw {
  return {
    because: `the attempt ledger is broken: ${problem}`,
    measured: 'broken',
    limit: 'an unbroken chain',
  };
}

function flawsOf(ledger: Ledger, manifest: Manifest | null): readonly Flaw[] {
  const pairs = pairsOf(ledger);
  const orphan = pairs.find(({ open }) => open === undefined);
  if (orphan !== undefined) {
    const because = `line ${orphan.close.seq} closes an attempt that no line opened`;
    return [{ because, measured: 'no opening line', limit: 'one opening line' }];
  }
  if (manifest === null) return backwards(ledger);
  return [...backwards(ledger), ...cut(ledger, manifest), ...pairs.flatMap((pair) => erased(pair, manifest))];
}

interface Pair {
  readonly open: OpenLine | undefined;
  readonly close: CloseLine;
}

function pairsOf({ lines }: Ledger): readonly Pair[] {
  const opened = new Map(lines.flatMap((line) => (line.type === 'open' ? [[line.seq, line] as const] : [])));
  return lines.flatMap((line) =>
    line.type === 'close' ? [{ open: opened.get(line.opened), close: line }] : [],
  );
}

/** Lines are written in the order of their instants, as far as clocks agree. */
function backwards({ lines }: Ledger): readonly Flaw[] {
  let latest = 0;
  for (const { seq, at } of lines) {
    if (at < latest - CLOCK_SLACK_MS) {
      const because = `line ${seq} of the ledger is dated before the lines above it`;
      return [{ because, measured: `${latest - at} ms back`, limit: `at most ${CLOCK_SLACK_MS} ms` }];
    }
    latest = Math.max(latest, at);
  }
  return [];
}

function cut(ledger: Ledger, manifest: Manifest): readonly Flaw[] {
  const { lines, head } = manifest.ledger;
  if (lines === 0 || ledger.digests[lines - 1] === head) return [];
  const because = 'attempts are missing from the ledger: the manifest has seen more of it';
  return [{ because, measured: `${ledger.lines.length} lines`, limit: `${lines} lines` }];
}

/** A closed attempt whose record the manifest does not list as the ledger closed it. */
function erased({ open, close }: Pair, { files }: Manifest): readonly Flaw[] {
  if (open === undefined) return [];
  const path = posix.join(attemptPath(open, open.attempt), 'record.json');
  const listed = files.find((file) => file.path === path)?.sha256;
  if (listed === close.record) return [];
  const because =
    listed === undefined
      ? `the ledger closed ${path}, but the manifest has no such file: the attempt was erased`
      : `the manifest lists another ${path} than the ledger closed`;
  return [{ because, measured: listed ?? 'not listed', limit: close.record }];
}
