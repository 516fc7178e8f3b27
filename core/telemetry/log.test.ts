import { describe, expect, it } from 'vitest';
import { manualClock } from '../store/contract/manual-clock.js';
import { openLog } from './log.js';
import type { LogLevel } from './log-level.js';

function logOf(level: LogLevel) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return { lines, log: openLog({ level, program: 'orch', traceId: 'trace-1', clock: manualClock(), write }) };
}

describe('the structured log', () => {
  it('writes one JSON object a line, with the instant of the clock and the run it belongs to', () => {
    const { lines, log } = logOf('info');
    log.info({ port: 7420 }, 'listening');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: '2026-01-01T00:00:00.000Z',
      program: 'orch',
      run_trace_id: 'trace-1',
      port: 7420,
      message: 'listening',
    });
  });

  it('keeps a hostile text within its line', () => {
    const { lines, log } = logOf('info');
    log.warn({ path: 'a\n{"level":"error"}\u2028' }, 'odd');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: 'a\n{"level":"error"}\u2028' });
  });

  it('writes an error with its stack', () => {
    const { lines, log } = logOf('info');
    log.error({ err: new Error('boom') }, 'failed');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { message: 'boom', stack: expect.stringContaining('log.test') },
    });
  });

  it('leaves out what is below its level', () => {
    const { lines, log } = logOf('warn');
    log.info('not this');
    log.warn('this');
    expect(lines).toHaveLength(1);
  });
});
