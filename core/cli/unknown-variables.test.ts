import { describe, expect, it } from 'vitest';
import { settingNames } from '../config-fields.js';
import { unknownVariables } from './unknown-variables.js';

describe('a variable that is no setting', () => {
  it.each([
    ['ORCH_MAX_WORKER', 'ORCH_MAX_WORKERS'],
    ['ORCH_LEASE_SECOND', 'ORCH_LEASE_SECONDS'],
    ['ORCH_DB', 'ORCH_DB_PATH'],
    ['ORCH_HTTP_TOKN', 'ORCH_HTTP_TOKEN'],
    ['ORCH_tz_offset', 'ORCH_TZ_OFFSET'],
    ['ORCH_NOTHING_OF_THE_KIND', 'see all settings with: orch config'],
  ])('%s is told with what was meant: %s', (name, meant) => {
    const [line, ...more] = unknownVariables({ [name]: '1', PATH: '/bin', GATE_X: '1' });
    expect(line).toMatch(new RegExp(`^WARNING ${name} is no setting and changes nothing; .*${meant}`));
    expect(more).toEqual([]);
  });

  it('is none of those that are set or read by the orchestrator', () => {
    const own = [...settingNames, 'ORCH_HTTP_TOKEN', 'ORCH_TASK_ID', 'ORCH_RUN', 'ORCH_FENCE'];
    expect(unknownVariables(Object.fromEntries(own.map((name) => [name, 'x'])))).toEqual([]);
  });
});
