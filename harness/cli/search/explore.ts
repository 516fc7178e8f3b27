/** `gate explore`: hires a crew, searches until told to stop, and answers what was seen and what was found. */
import { join, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import { wallClock } from '../../real/wall-clock.js';
import type { Backend } from '../../scenario/plan.js';
import { type CampaignEnd, type CampaignTerms, explore } from '../../search/campaign.js';
import { type Crew, hireCrew } from '../../search/crew.js';
import type { JobResult, Keep } from '../../search/job.js';
import { Tallies } from '../../search/totals.js';
import { showProgress } from '../../terminal/progress.js';
import { untilTold } from '../../terminal/until-told.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES, worstEnd } from '../exit-code.js';
import { exploreProgress, exploreText } from './explore-text.js';
import { findFolder } from './find-folder.js';

export interface ExploreTerms {
  /** Full ids. */
  readonly scenarios: readonly string[];
  readonly from: number;
  readonly seeds: number | null;
  readonly dealing: CampaignTerms['dealing'];
  /** How runs are simulated; absent: atomic. */
  readonly backend?: Backend;
  readonly minutes: number | null;
  readonly jobs: number;
}

/** Where a search leaves failing runs, and who wants to know of every run. */
export interface SearchOutput extends Pick<Keep, 'earlier'> {
  /** Absolute folder; a failing run lies in one below it. */
  readonly out: string;
  readonly onResult: (result: JobResult) => void;
}

/** What a search came to, as it is printed with `--json`. */
export interface Explored extends CampaignEnd {
  readonly tookMs: number;
  readonly seedsPerMinute: number;
  readonly runsPerMinute: number;
}

/** Searches, and leaves failing runs below `out`, or below reports. */
export async function exploreSeeds(
  terms: ExploreTerms,
  out: string | null,
  composition: Composition,
): Promise<Answer> {
  const { projectRoot } = composition;
  const usual = { out: join(projectRoot, 'reports', 'explore'), earlier: 'replaced' } as const;
  const where = out === null ? usual : ({ out: resolve(out), earlier: 'left' } as const);
  return answerOf(await search(terms, { ...where, onResult: () => undefined }, composition));
}

/** What a search came to, for whoever asked for it. */
export function answerOf(explored: Explored): Answer {
  return { text: exploreText(explored), json: explored, exitCode: exitCodeOf(explored) };
}

/** Hires a crew and searches until told to stop. */
export async function search(
  terms: ExploreTerms,
  output: SearchOutput,
  { player }: Pick<Composition, 'player'>,
): Promise<Explored> {
  const crew = hireCrew({ program: player, size: terms.jobs });
  try {
    return await searchWith(crew, terms, output);
  } finally {
    await crew.end();
  }
}

async function searchWith(
  crew: Crew,
  terms: ExploreTerms,
  { out, earlier, onResult }: SearchOutput,
): Promise<Explored> {
  const clock = wallClock();
  const began = clock.now();
  const { signal, release } = untilTold(terms.minutes);
  let totals = new Tallies().totals();
  const stopShowing = showProgress(() => exploreProgress(totals, terms, clock.now() - began));
  try {
    const end = await explore({
      ...terms,
      crew,
      stop: signal,
      keep: (scenario, seed) => ({ folder: findFolder(out, scenario, seed), earlier }),
      onResult: (result, soFar) => {
        totals = soFar;
        onResult(result);
      },
    });
    const tookMs = clock.now() - began;
    const perMinute = (count: number) => Math.round((count * 60_000) / Math.max(1, tookMs));
    return {
      ...end,
      tookMs,
      seedsPerMinute: perMinute(end.seeds),
      runsPerMinute: perMinute(end.totals.runs),
    };
  } finally {
    release();
    await stopShowing();
  }
}

/** The worst find counts; no run is no answer. */
function exitCodeOf({ finds, totals }: CampaignEnd): number {
  const nothing = totals.runs === 0 ? 'unknown' : 'holds';
  return EXIT_CODES[worstEnd(finds.map(({ outcome }) => outcome)) ?? nothing];
}
