/** How grave a line of the structured log can be. Apart from the log, so that asking for a level loads no library. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
