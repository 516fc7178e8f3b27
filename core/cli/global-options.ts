/** Flags that every command takes, and those that are settings, as typed. */
export interface GlobalOptions {
  readonly db?: string;
  readonly queue?: string;
  readonly json?: true;
  readonly traceId?: string;
  readonly logPath?: string;
  readonly lease?: string;
  readonly poll?: string;
  readonly interval?: string;
  readonly maxWorkers?: string;
  readonly runLimit?: string;
  readonly taskBudget?: string;
  readonly dayBudget?: string;
  readonly dbPath?: string;
  readonly queuePath?: string;
  readonly top?: string;
  readonly maxFailureRate?: string;
  readonly maxLatencyP95Ms?: string;
  readonly maxStaleInProgress?: string;
  readonly staleMinutes?: string;
  readonly soft?: string;
  readonly hard?: string;
  readonly adopt?: string;
}
