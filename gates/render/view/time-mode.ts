/**
 * How the mode of time is named wherever it is shown. What is not real time says so in capitals, each time.
 */
import type { EvidenceItem } from '../../verdict/verdict.js';

export interface TimeModeView {
  readonly word: string;
  /** What is written across pictures of it; null for real time. */
  readonly watermark: string | null;
}

const MODES: Readonly<Record<EvidenceItem['mode'], TimeModeView>> = {
  wallclock: { word: 'Real time', watermark: null },
  compressed: { word: 'Compressed time', watermark: 'NOT WALL-CLOCK' },
  simulated: { word: 'Simulated time', watermark: 'NOT WALL-CLOCK' },
};

export function timeModeView(mode: EvidenceItem['mode']): TimeModeView {
  return MODES[mode];
}
