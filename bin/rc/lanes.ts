/** Who runs beside whom while evidence is made. */
import type { EvidenceItem } from '../../gates/verdict/verdict.js';
import type { Lane, Step } from './produce.js';

/** Lanes of about the same length: most of what runs waits for a clock, so two cores carry them. */
export function lanesOf(wanted: readonly EvidenceItem[]): Lane[] {
  return ['tests', 'real processes', 'soak', 'simulation'].map((title) => ({
    title,
    steps: stepsFor(wanted.filter((item) => laneOf(item) === title)),
  }));
}

function laneOf({ kind, mode }: EvidenceItem): string {
  if (kind === 'test-suite') return 'tests';
  if (mode === 'simulated') return 'simulation';
  return kind === 'soak-segment' ? 'soak' : 'real processes';
}

/** One command may make several items. */
function stepsFor(items: readonly EvidenceItem[]): Step[] {
  const commands = new Set(items.map(({ next }) => next.command));
  return [...commands].map((command) => {
    const made = items.filter(({ next }) => next.command === command);
    return { title: titleOf(made), command, takesMs: made[0]?.next.takesMs ?? null };
  });
}

function titleOf(items: readonly EvidenceItem[]): string {
  const simulated = items.every(({ mode }) => mode === 'simulated') ? ' (simulated)' : '';
  return `${items[0]?.kind} ${items.map(({ name }) => name).join(', ')}${simulated}`;
}
