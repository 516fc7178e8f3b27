/** What one file gives to several processes: in all, to each, and how long the slowest claims wait. */
import { say } from '../program.js';
import { quantile, rounded } from '../spread.js';
import { type Crew, type CrewResult, runCrew } from './crew.js';

export interface SharingRow {
  readonly processes: number;
  readonly callers: number;
  /** Claimed and completed a second, all processes together. */
  readonly rate: number;
  /** To the rate of one process with as many callers. */
  readonly ofOne: number;
  /** Of the tasks, that of the process that got fewest and most; 1 is an even share. */
  readonly leastShare: number;
  readonly mostShare: number;
  /** In ms, with the waits for a busy store. */
  readonly claimP99: number;
  /** Tasks that are not done afterwards. */
  readonly lost: number;
  readonly givenUp: number;
  readonly rawErrors: readonly string[];
}

const PROCESSES = [1, 4, 8] as const;
const WAYS: readonly Omit<Crew, 'processes'>[] = [
  { callers: 1, tasks: 24_000 },
  { callers: 100, tasks: 80_000 },
];

/** Measures every way of working with every number of processes; in `normal`. */
export async function measureSharing(): Promise<readonly SharingRow[]> {
  const rows: SharingRow[] = [];
  for (const way of WAYS) {
    let one: number | null = null;
    for (const processes of PROCESSES) {
      say(`${processes} processes with ${way.callers} callers each on one file`);
      const crew = { ...way, processes };
      const result = await runCrew(crew);
      const rate = rateOf(result);
      one ??= rate;
      rows.push(rowOf(crew, result, { rate, one }));
    }
  }
  return rows;
}

function rateOf({ workers }: CrewResult): number {
  const completed = workers.reduce((sum, worked) => sum + worked.completed, 0);
  return Math.round((completed / Math.max(...workers.map(({ spanMs }) => spanMs))) * 1_000);
}

function rowOf(
  { processes, callers, tasks }: Crew,
  { workers, lost }: CrewResult,
  { rate, one }: { readonly rate: number; readonly one: number },
): SharingRow {
  const shares = workers.map(({ completed }) => (completed / tasks) * processes);
  return {
    processes,
    callers,
    rate,
    ofOne: rounded(rate / one, 2),
    leastShare: rounded(Math.min(...shares), 2),
    mostShare: rounded(Math.max(...shares), 2),
    claimP99: rounded(
      quantile(
        workers.flatMap(({ claims }) => claims),
        0.99,
      ),
      2,
    ),
    lost,
    givenUp: workers.reduce((sum, worked) => sum + worked.givenUp, 0),
    rawErrors: workers.flatMap(({ rawErrors }) => rawErrors),
  };
}
