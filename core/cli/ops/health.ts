/**
 * `ops health`: whether a monitor should wake somebody. First the queue's consistency, then the limits; what keeps
 * either from being judged is an error, and so is a system of which there is nothing to judge.
 */
import type { Command } from 'commander';
import type { Indicators } from '../../indicators/indicators.js';
import { alertsOf } from '../../indicators/kpi.js';
import { readRunLog } from '../../telemetry/read-run-log.js';
import { exitReport, HEALTH_EXIT } from '../exit.js';
import {
  measured,
  type WindowOption,
  withLimitOptions,
  withMeasureOptions,
} from '../options/measure-options.js';
import { type Action, type Answer, answer, type Bind, type Context } from '../world.js';
import {
  type ConsistencyOptions,
  checked,
  consistencyLines,
  withConsistencyOptions,
} from './consistency-check.js';
import { alertLine } from './kpi.js';

interface Options extends WindowOption, ConsistencyOptions {
  readonly allowEmpty?: true;
}

/** What to do while there is nothing to judge. */
const WHEN_EMPTY = 'work on a task, or take an empty system for healthy with --allow-empty';

type Health = keyof typeof HEALTH_EXIT;

export function addHealth(parent: Command, bind: Bind): void {
  const command = withMeasureOptions(parent.command('health').description('judge the system for a monitor'));
  withConsistencyOptions(withLimitOptions(command))
    .option('--allow-empty', 'a system in which nothing has ended yet is healthy')
    .action(bind(health));
}

const health: Action<Options> = async (options, context) => {
  try {
    return await judged(options, context);
  } catch (error) {
    return healthAnswer('HEALTH_ERROR', [exitReport(error).line]);
  }
};

async function judged(options: Options, context: Context): Promise<Answer> {
  const consistency = await checked(options, context);
  if (!consistency.consistent) return healthAnswer('HEALTH_FAIL', consistencyLines(consistency));
  const indicators = await measured(options, context);
  const mayBeEmpty = options.allowEmpty === true;
  const empty = mayBeEmpty ? null : await emptiness(indicators, context);
  if (empty !== null) return healthAnswer('HEALTH_ERROR', [`${empty}; ${WHEN_EMPTY}`]);
  const alerts = alertsOf(indicators, context.config.kpi).filter(
    ({ value }) => value !== null || !mayBeEmpty,
  );
  if (alerts.length > 0) return healthAnswer('HEALTH_WARN', alerts.map(alertLine));
  return healthAnswer('HEALTH_OK', []);
}

/** Why there is nothing to judge, or null. A monitor that asks is no sign of life. */
async function emptiness(indicators: Indicators, { config }: Context): Promise<string | null> {
  const log = await readRunLog(config.logPath, { leaveOut: 'ops health' });
  if (log === null || log.runs === 0) return `no run of another command is in ${config.logPath}`;
  return indicators.successRate === null ? 'no task has ended' : null;
}

function healthAnswer(state: Health, details: readonly string[]): Answer {
  const text = (value: { state: Health; details: readonly string[] }) =>
    [[value.state, ...value.details.slice(0, 1)].join(' '), ...value.details.slice(1)].join('\n');
  return answer({ state, details }, text, { exitCode: HEALTH_EXIT[state] });
}
