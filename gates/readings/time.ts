/**
 * How time really passed in a run, derived from its raw evidence and held against what the record declares.
 * Compressed or simulated time never counts as wall-clock time, however it is labelled.
 */
import { CLOCK_SLACK_MS } from '../folder/clock-slack.js';
import type { EvidenceRecord, TimeMode } from '../record/record.js';
import type { Run } from '../replay/run.js';
import type { ItemReader } from './reader.js';

/** Share and length by which two clocks of one machine may differ. */
const DRIFT_SHARE = 0.001;
const DRIFT_MS = 2_000;
/** Logical time may outrun monotonic time by this share. */
const OUTRUN_SHARE = 0.01;

/** Whether two lengths agree, as clocks of one machine do. */
export function lengthsAgree(aMs: number, bMs: number): boolean {
  return Math.abs(aMs - bMs) <= DRIFT_MS + DRIFT_SHARE * Math.max(aMs, bMs);
}

/** Holds the record's wall clock against its monotonic clock. */
export function checkClocks(reader: ItemReader, { run }: EvidenceRecord): void {
  const wallMs = run.endedAt - run.startedAt;
  if (lengthsAgree(wallMs, run.monotonicMs)) return;
  reader.problem({
    code: 'SOAK_CLOCK_DRIFT',
    because: 'the wall clock and the monotonic clock of the run disagree about its length',
    measured: `${Math.round(wallMs)} ms on the wall, ${Math.round(run.monotonicMs)} ms monotonic`,
    limit: `within ${DRIFT_SHARE * 100} % and ${DRIFT_MS} ms`,
    artefact: 'record.json',
  });
}

/** Holds the mode of a history against the mode of its record, and the instant at which it began. */
export function checkMode(reader: ItemReader, record: EvidenceRecord, run: Run): void {
  if (run.header.mode === 'real') checkStart(reader, record, run);
  const derived = derivedMode(record, run);
  if (derived === record.time.mode) return;
  reader.problem({
    code: 'SOAK_NOT_WALLCLOCK',
    because: `the record says ${record.time.mode}, but its history passed in ${derived} time`,
    measured: `${Math.round(run.lastAt)} ms of history in ${Math.round(record.run.monotonicMs)} ms, mode ${run.header.mode}`,
    limit: record.time.mode,
    artefact: 'history.jsonl',
  });
}

/** A real run begins while its attempt is open; a virtual clock begins wherever it likes. */
function checkStart(reader: ItemReader, { run: recorded }: EvidenceRecord, { header }: Run): void {
  const { startedAt } = header;
  const [from, to] = [recorded.startedAt - CLOCK_SLACK_MS, recorded.endedAt + CLOCK_SLACK_MS];
  if (startedAt >= from && startedAt <= to) return;
  reader.problem({
    code: 'SOAK_NOT_WALLCLOCK',
    because: 'a history begins at another time than the attempt that it lies in',
    measured: instantText(startedAt),
    limit: `${instantText(recorded.startedAt)} to ${instantText(recorded.endedAt)}`,
    artefact: 'history.jsonl',
  });
}

function instantText(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? `${at} ms` : date.toISOString();
}

function derivedMode({ run: recorded }: EvidenceRecord, run: Run): TimeMode {
  const { mode, sut } = run.header;
  if (mode === 'simulated' || sut.capabilities.includes('virtual-time')) return 'simulated';
  const longestMs = recorded.monotonicMs * (1 + OUTRUN_SHARE) + DRIFT_MS;
  return run.lastAt <= longestMs ? 'wallclock' : 'compressed';
}
