import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowedProcessors, keepOnOneProcessor, processorIn } from './one-processor.js';

const allowed = () => allowedProcessors(readFileSync('/proc/self/status', 'utf8'));

describe('what the system says of a process', () => {
  it('has the processors it may run on', () => {
    expect(allowedProcessors('Name:\tnode\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1,4\nMems:\t1\n')).toBe(
      '0-1,4',
    );
  });

  it('has the processor it ran on last, whatever its program is called', () => {
    const fields = Array.from({ length: 50 }, (_, at) => String(at + 3));
    expect(processorIn(`7 (a) b) ${fields.join(' ')}`)).toBe('39');
  });
});

describe.runIf(process.platform === 'linux')('a process that is kept', () => {
  it('runs on one processor until the last of those who keep it lets go', () => {
    const usual = allowed();
    const first = keepOnOneProcessor();
    const second = keepOnOneProcessor();
    expect(allowed()).toMatch(/^\d+$/);
    first();
    expect(allowed()).toMatch(/^\d+$/);
    second();
    expect(allowed()).toBe(usual);
  });
});
