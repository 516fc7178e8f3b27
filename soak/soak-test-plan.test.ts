/** SOAK_TEST_PLAN.md is written for people; this compares its figures with the profiles, so that neither drifts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrivalCount, burstCount } from './plan/arrivals.js';
import type { Profile } from './plan/profile.js';
import { day } from './plan/profiles/day.js';
import { smoke } from './plan/profiles/smoke.js';
import { threeDays } from './plan/profiles/three-days.js';

const text = readFileSync(new URL('../SOAK_TEST_PLAN.md', import.meta.url), 'utf8');
const columns = [day, threeDays, smoke] as const;

/** The cells of a table row after its first cell. */
function row(title: string): readonly string[] {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`| ${title} |`));
  return (line ?? '')
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;
const each = (cell: (profile: Profile) => string) => columns.map(cell);

function objective(profile: Profile, id: string): string {
  const found = profile.objectives.find((candidate) => candidate.id === id);
  if (found === undefined) return '-';
  if (found.sli === 'task.end_to_end_p95') return `${found.op} ${found.value / 1000} s`;
  return `${found.op} ${found.sli.endsWith('_count') ? found.value : percent(found.value)}`;
}

describe('SOAK_TEST_PLAN.md', () => {
  it.each<[string, (profile: Profile) => string]>([
    ['Name of the evidence', ({ id }) => id],
    ['Warm-up before the first arrival', ({ warmUpMs }) => `${warmUpMs / 1000} s`],
    ['Base arrivals a minute', ({ arrivals }) => String(arrivals.perMinute)],
    ['Bursts', (profile) => String(burstCount(profile))],
    ['**Arrivals**', (profile) => `**${arrivalCount(profile).toLocaleString('en-US')}**`],
    ['Transient failures', ({ shares }) => percent(shares.transient)],
    ['Store busy', ({ shares }) => percent(shares.storeBusy)],
    ['Duplicate keys', ({ shares }) => percent(shares.duplicate)],
    ['Hard budget exceeds', ({ shares }) => percent(shares.hardExceed)],
    ['Lost workers (half killed, half hung)', ({ shares }) => percent(shares.lostWorker)],
    ['Workers', ({ actors }) => String(actors.workers)],
    ['Service time, mean / p99', ({ service }) => `${service.meanMs} / ${service.p99Ms} ms`],
    ['Lease', ({ knobs }) => `${knobs.leaseMs} ms`],
    ['Heartbeat', ({ knobs }) => `${knobs.heartbeatMs} ms`],
    ['Poll / watchdog interval', ({ knobs }) => `${knobs.pollMs} / ${knobs.sweepMs} ms`],
    ['Backoff', ({ knobs }) => `${knobs.backoffMs.join(', ')} ms`],
    ['Retries after the first run', ({ maxRetries }) => String(maxRetries)],
    ['Operator: one cancel and retry every', ({ operator }) => `${(operator?.everyMs ?? 0) / 1000} s`],
    ['Drain, at most', ({ knobs }) => `${knobs.drainMs / 1000} s`],
    ['Success ratio (성공률)', (profile) => objective(profile, 'success')],
    ['End-to-end p95 (지연)', (profile) => objective(profile, 'latency')],
    ['Tasks lost (유실)', (profile) => objective(profile, 'nothing-lost')],
    ['Duplicate executions (중복 실행)', (profile) => objective(profile, 'duplicates')],
    ['Leases recovered in time (lease 복구)', (profile) => objective(profile, 'lease-recovery')],
    ['Duplicates stopped by key (중복 차단)', (profile) => objective(profile, 'duplicates-stopped')],
    ['Hard exceeds blocked (예산 차단)', (profile) => objective(profile, 'hard-exceeds')],
  ])('says of "%s" what the profiles say', (title, cell) => {
    expect(row(title)).toEqual(each(cell));
  });

  it('says of the bursts and lengths what the profiles say', () => {
    expect(row('Burst, instead of the base rate')).toEqual(
      each(({ arrivals: { burst } }) =>
        burst === null
          ? '-'
          : `${burst.perMinute} a minute for ${burst.forMs / 1000} s, every ${burst.everyMs / 1000} s`,
      ),
    );
    expect(row('Length of the load')).toEqual(
      each(({ lengthMs }) => (lengthMs < 3_600_000 ? `${lengthMs / 1000} s` : `${lengthMs / 3_600_000} h`)),
    );
  });

  it('names each profile with both of its titles', () => {
    expect(row('')).toContain(`A: ${day.title.en} (${day.title.ko})`);
    expect(row('')).toContain(`B: ${threeDays.title.en} (${threeDays.title.ko})`);
    expect(row('')).toContain(`smoke: ${smoke.title.en} (${smoke.title.ko})`);
  });

  it('says of the abort conditions what the profiles say', () => {
    const { abort } = day;

    expect(threeDays.abort).toEqual(abort);
    for (const [id, cell] of [
      [
        'AB1',
        ({ abort: a }: Profile) =>
          `< ${percent(a.successBelow)} in ${a.successWindowMs / 1000} s, from ${a.successMinTasks} tasks on`,
      ],
      ['AB3', ({ abort: a }: Profile) => `${a.stalledForMs / 1000} s`],
      ['AB5', ({ abort: a }: Profile) => `${a.gapMs / 1000} s`],
    ] as const) {
      expect(row(id).slice(1, 3)).toEqual([cell(day), cell(smoke)]);
    }
    expect(text).toContain(
      `clear for ${abort.clearForMs / 1000} s (smoke: ${smoke.abort.clearForMs / 1000} s)`,
    );
  });
});
