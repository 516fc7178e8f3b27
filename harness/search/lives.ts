/** The ways tasks went through their lives, from the system's own log: a measure of how much a search has seen. */
import type { FinalState } from '../../gates/record/history.js';

/** Longer lives differ in length only. */
const MOST_STEPS = 24;

/** Each way once: `enqueued claimed failed requeued claimed done`, heartbeats and the like apart. */
export function livesOf({ events }: FinalState): readonly string[] {
  const steps = new Map<string, string[]>();
  for (const { task, type, from, to } of events) {
    if (from === to) continue;
    const life = steps.get(task) ?? [];
    if (life.length < MOST_STEPS) life.push(type);
    steps.set(task, life);
  }
  return [...new Set([...steps.values()].map((life) => life.join(' ')))];
}
