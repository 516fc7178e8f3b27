/**
 * Which arrivals have which part in the plan. Each share is met exactly and the members are drawn,
 * so that a run cannot be lucky by meeting fewer faults than it says.
 */
import type { Random } from '../../harness/index.js';
import type { Profile } from './profile.js';

/** What is special about an arrival; each has one role. `operated`: an operator cancels and retries it. */
export type Role = 'plain' | 'transient' | 'killed' | 'duplicate' | 'hard-exceed' | 'operated';

/** How many arrivals lose their worker, and by what. */
export function lostWorkers({ shares }: Profile, arrivals: number): { kills: number; hangs: number } {
  const lost = Math.round(shares.lostWorker * arrivals);
  return { kills: Math.ceil(lost / 2), hangs: Math.floor(lost / 2) };
}

/** The role of each arrival, by its position. The first one stays plain, so that every duplicate has a leader. */
export function drawRoles(profile: Profile, instants: readonly number[], random: Random): readonly Role[] {
  const { shares } = profile;
  const count = instants.length;
  const roles: Role[] = Array.from({ length: count }, () => 'plain');
  for (const position of operatedPositions(profile, instants)) roles[position] = 'operated';
  const free = shuffled(
    roles.flatMap((role, position) => (role === 'plain' && position > 0 ? [position] : [])),
    random,
  );
  const wanted: readonly (readonly [Role, number])[] = [
    ['transient', Math.round(shares.transient * count)],
    ['killed', lostWorkers(profile, count).kills],
    ['duplicate', Math.round(shares.duplicate * count)],
    ['hard-exceed', Math.round(shares.hardExceed * count)],
  ];
  for (const [role, times] of wanted) {
    for (const position of free.splice(0, times)) roles[position] = role;
  }
  return roles;
}

/** `count` different positions below `below`, drawn evenly and in order. */
export function drawPositions(count: number, below: number, random: Random): readonly number[] {
  return shuffled(
    Array.from({ length: below }, (_, position) => position),
    random,
  )
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** In the middle of each of the operator's periods, the first arrival. */
function operatedPositions(
  { operator, lengthMs, warmUpMs }: Profile,
  instants: readonly number[],
): readonly number[] {
  if (operator === null) return [];
  return Array.from({ length: Math.floor(lengthMs / operator.everyMs) }, (_, period) =>
    instants.findIndex((at) => at >= warmUpMs + (period + 0.5) * operator.everyMs),
  ).filter((position) => position >= 0);
}

function shuffled(values: readonly number[], random: Random): number[] {
  const deck = [...values];
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const moved = deck[last] as number;
    deck[last] = deck[other] as number;
    deck[other] = moved;
  }
  return deck;
}
