/**
 * How time really passed in a run, derived from its raw evidence and held against what the record declares.
 * Compressed or simulated time never counts as wall-clock time, however it is labelled.
 */
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

/** Holds the mode of a history against the mode of its record. */
export function checkMode(reader: ItemReader, record: EvidenceRecord, run: Run): void {
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

function derivedMode({ run: recorded }: EvidenceRecord, run: Run): TimeMode {
  if (run.header.mode === 'simulated') return 'simulated';
  const longestMs = recorded.monotonicMs * (1 + OUTRUN_SHARE) + DRIFT_MS;
  return run.lastAt <= longestMs ? 'wallclock' : 'compressed';
}
