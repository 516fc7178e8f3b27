/**
 * What Prometheus reads. The state of the queue is read from the store at each scrape; what happened is counted from
 * the event log, from the start of this server on, so that the doings of other processes count too.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { lastEventSeq } from '../queue-md/view.js';
import type { Census } from '../store/store.js';
import type { EventType } from '../task/event.js';
import { type EventSeq, STATUSES } from '../task/task.js';
import type { EpochMs } from '../time.js';
import type { Parts } from './operation.js';

const PAGE = 1_000;
/** Types that alerts ask for: they stand at 0 before the first event. */
const WATCHED: readonly EventType[] = [
  'added',
  'picked',
  'done',
  'failed',
  'retried',
  'lease_expired',
  'exhausted',
  'stale_write_rejected',
  'storage_busy',
];
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** How one request ended. */
export interface Ended {
  readonly method: string;
  /** The path as the document writes it, never as asked: labels must be few. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Metrics {
  readonly contentType: string;
  requestEnded(ended: Ended): void;
  /** The text of a scrape. */
  scrape(): Promise<string>;
}

export interface MetricsTerms extends Pick<Parts, 'ask' | 'clock'> {
  readonly registry: Registry;
  /** How often this server found the store locked. */
  readonly busyCount: () => number;
}

/** The metrics of one server. */
export function newMetrics({ registry, busyCount, ...parts }: MetricsTerms): Metrics {
  const registers = [registry];
  const showQueue = queueGauges(registers);
  const catchUp = eventCounts(registers, parts);
  new Counter({
    name: 'orch_store_busy_total',
    help: 'Times this server found the store locked; each was tried again',
    registers,
    collect() {
      this.reset();
      this.inc(busyCount());
    },
  });
  const durations = new Histogram({
    name: 'orch_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers,
  });
  return {
    contentType: registry.contentType,
    requestEnded: ({ seconds, ...labels }) => durations.observe(labels, seconds),
    async scrape() {
      await catchUp();
      showQueue(await parts.ask((store) => store.census()), parts.clock.now());
      return registry.metrics();
    },
  };
}

/** A registry with the figures of this process: memory, event loop, garbage. They go on until it ends. */
export function processRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

function queueGauges(registers: Registry[]): (census: Census, now: EpochMs) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const tasks = new Gauge({ name: 'orch_tasks', help: 'Tasks by status', labelNames: ['status'], registers });
  const waiting = gauge('orch_tasks_waiting', 'PENDING tasks that may not run yet');
  const expired = gauge('orch_tasks_lease_expired', 'IN_PROGRESS tasks whose lease ran out');
  const final = gauge('orch_tasks_failed_final', 'FAILED tasks that no retry will run again');
  const oldest = gauge(
    'orch_oldest_eligible_age_seconds',
    'How long the longest-waiting runnable task has waited',
  );
  return (census, now) => {
    for (const status of STATUSES) tasks.set({ status }, census.byStatus[status]);
    waiting.set(census.waiting);
    expired.set(census.expired);
    final.set(census.failedFinal);
    oldest.set(census.oldestEligibleAt === null ? 0 : (now - census.oldestEligibleAt) / 1000);
  };
}

/** Counts events up to the end of the log, from its end at the first call on. Scrapes at once share one count. */
function eventCounts(registers: Registry[], { ask }: Pick<Parts, 'ask'>): () => Promise<void> {
  const labelNames = ['type'];
  const help = 'Events of the log since this server started, by type';
  const events = new Counter({ name: 'orch_events_total', help, labelNames, registers });
  for (const type of WATCHED) events.inc({ type }, 0);
  let seen: EventSeq | null = null;
  let counting: Promise<void> | null = null;
  const toTheEnd = async (): Promise<void> => {
    seen ??= await ask(lastEventSeq);
    for (;;) {
      const from: EventSeq = seen;
      const found = await ask((store) => store.eventsAfter(from, { limit: PAGE }));
      for (const { type } of found) events.inc({ type });
      seen = found.at(-1)?.seq ?? from;
      if (found.length < PAGE) return;
    }
  };
  return async () => {
    counting ??= toTheEnd().finally(() => {
      counting = null;
    });
    await counting;
  };
}
