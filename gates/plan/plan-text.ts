/** The evidence plan as a person reads it: what is open, why, who makes it and what to type. Pure. */
import { lengthText } from '../verdict/figure-text.js';
import type { EvidenceItem } from '../verdict/verdict.js';
import { MADE_AT_ONCE } from './plan.js';

export type PlanLine = Pick<EvidenceItem, 'kind' | 'name' | 'mode' | 'state' | 'problem' | 'next'>;

/** How many items are there, each open one with its command, and the command for all of them where there is one. */
export function planText(items: readonly PlanLine[], profile: string): string {
  const open = items.filter(({ state }) => state !== 'valid');
  const groups = new Map<string, PlanLine[]>();
  for (const item of open) {
    const key = `${item.state} ${item.next.command}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [
    `${items.length - open.length} of ${items.length} items are there`,
    ...[...groups.values()].flatMap(groupLines),
    ...(MADE_AT_ONCE.includes(profile) ? atOnce(open, profile) : []),
  ].join('\n');
}

/** Items that one command makes. */
function groupLines(items: readonly PlanLine[]): readonly string[] {
  const names = items.map(({ name }) => name).join(', ');
  const problems = new Set(items.flatMap(({ state, problem }) => (state === 'invalid' ? [problem] : [])));
  return items.slice(0, 1).flatMap(({ state, kind, mode, next }) => {
    const takes = next.takesMs === null ? '' : `, about ${lengthText(next.takesMs)}`;
    return [
      `${state.padEnd(7)}  ${kind} ${names} (${mode}), ${next.owner}${takes}`,
      ...[...problems].map((problem) => `         ${problem}`),
      `         ${next.command}`,
    ];
  });
}

/** `gate rc` makes what is open: what is missing, and what cannot be used once more. */
function atOnce(open: readonly PlanLine[], profile: string): readonly string[] {
  return open.length === 0 ? [] : [`all of it: npx gate rc --profile ${profile}`];
}
