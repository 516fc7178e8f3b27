/** The line that says where a soak run stands. Pure; where and how often it is printed is the caller's business. */
import type { Progress } from './watch.js';

/** One line, without a line feed. */
export function progressLine({ atMs, submitted, done, backlog, p95Ms }: Progress, totalMs: number): string {
  const share = Math.min(100, Math.floor((atMs / totalMs) * 100));
  const p95 = p95Ms === null ? '-' : `${(p95Ms / 1000).toFixed(1)} s`;
  return `${clockTime(atMs)} (${share} %)  submitted ${submitted}  done ${done}  backlog ${backlog}  p95 ${p95}`;
}

/** `h:mm:ss` */
function clockTime(ms: number): string {
  const total = Math.floor(ms / 1000);
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}
