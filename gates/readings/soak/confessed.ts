/**
 * The abort episodes of a soak that count: those the judge finds, and those its driver recorded. A producer that
 * accuses itself is believed: what the driver says can add an episode or make one critical, and never the reverse.
 */
import type { Policy } from '../../policy/policy.js';
import type { ConfessedEpisode, Confession } from './confession.js';
import { abortEpisodes, type Episode } from './episodes.js';
import type { SoakReading } from './soak.js';

/** Every abort episode of a soak, in order. The judge and the driver may see one episode at different instants. */
export function episodesOf(soak: SoakReading, policy: Policy): readonly Episode[] {
  return believed(abortEpisodes(soak, policy), soak.confession, policy);
}

/** What the driver recorded of a soak, where nothing else of it can be read. */
export function confessedEpisodes(confession: Confession, policy: Policy): readonly Episode[] {
  return believed([], confession, policy);
}

function believed(own: readonly Episode[], { episodes }: Confession, policy: Policy): readonly Episode[] {
  const critical = new Set(episodes.filter((one) => isCritical(one, policy)).map(({ id }) => id));
  const found = own.map((one) => ({ ...one, critical: one.critical || critical.has(one.id) }));
  const matched = new Map<string, number>();
  for (const { id } of own) matched.set(id, (matched.get(id) ?? 0) + 1);
  const beyond = episodes.filter(({ id }) => {
    const left = matched.get(id) ?? 0;
    matched.set(id, left - 1);
    return left <= 0;
  });
  return [...found, ...beyond.map((one) => confessed(one, policy))].sort((a, b) => a.fromMs - b.fromMs);
}

function confessed(one: ConfessedEpisode, policy: Policy): Episode {
  const at = one.atMs ?? 0;
  const says = `${one.says}, recorded by the soak driver`;
  return { id: one.id, critical: isCritical(one, policy), says, fromMs: at, toMs: at };
}

/** Harmless is only what the policy calls so and the driver does not call critical. */
function isCritical({ id, critical }: ConfessedEpisode, { abortConditions }: Policy): boolean {
  return critical === true || abortConditions.find((condition) => condition.id === id)?.critical !== false;
}
