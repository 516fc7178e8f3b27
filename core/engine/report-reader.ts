/**
 * Finds a worker's compact report and token count in what a command prints. Line by line and in bounded memory: any
 * amount of other output may come first, so that no length of it hides a report from the guardrail. A report begins
 * anew at each header that names its task, for agents print their instructions too; one that names another counts, and
 * is refused, only when none does.
 */
import { parseCompactReport } from '../guardrails/compact-report.js';
import type { WorkerReport } from '../guardrails/decision.js';

/**
 * Text kept of one report or one line. Far above what the guardrail lets pass, so cutting never makes a report
 * pass.
 */
const keptCharacters = 1024 * 1024;
const reportStart = '[REPORT ';
const tokensLine = /^\[TOKENS\s+(.*)\]$/;

export interface ReportReader {
  /** Takes the next piece of output. */
  read(text: string): void;
  /** The most tokens a whole line has told of so far. */
  tokens(): number;
  /**
   * What was found: null when the command reported nothing.
   * @throws RangeError when a token count is no number, and none that is one follows
   */
  end(): WorkerReport | null;
}

/** A reader for one run of a task. */
export function reportReader(taskId: string): ReportReader {
  let line = '';
  let report: string | null = null;
  let tokens: number | null = null;
  let badTokens: string | null = null;

  const namesTask = (header: string) => parseCompactReport(header).taskId === taskId;
  const takeLine = () => {
    const text = line.trim();
    const counted = tokensLine.exec(text);
    if (counted !== null) {
      const count = counted[1] ?? '';
      const isWhole = /^\d{1,15}$/.test(count);
      if (isWhole) tokens = Math.max(tokens ?? 0, Number(count));
      badTokens = isWhole ? null : (badTokens ?? count.slice(0, 40));
    } else if (text.startsWith(reportStart) && (report === null || namesTask(text))) {
      report = line;
    } else if (report !== null && report.length < keptCharacters) {
      report += `\n${line}`;
    }
    line = '';
  };

  return {
    read(text) {
      const [first = '', ...others] = text.split('\n');
      if (line.length < keptCharacters) line += first;
      for (const next of others) {
        takeLine();
        line = next;
      }
    },
    tokens: () => tokens ?? 0,
    end() {
      takeLine();
      if (badTokens !== null)
        throw new RangeError(`expected [TOKENS <whole number>], got [TOKENS ${badTokens}]`);
      if (report === null && tokens === null) return null;
      return { tokens: tokens ?? 0, text: report?.trimEnd() ?? null };
    },
  };
}
