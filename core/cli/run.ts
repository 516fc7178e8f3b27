/**
 * One run of `orch`: parse, read the settings, carry out, print, log. The only place where an error becomes an
 * exit code and where anything is printed.
 */
import { type ResolvedConfig, resolveConfig } from '../config.js';
import { beginRunLog } from '../telemetry/run-log.js';
import { EXIT, type ExitReport, exitReport, HEALTH_EXIT, unprintedReport } from './exit.js';
import type { GlobalOptions } from './global-options.js';
import { printList } from './print-list.js';
import { type Parsed, parseCommandLine } from './program.js';
import { settingsGivenBy } from './setting-flags.js';
import { unknownVariables } from './unknown-variables.js';
import { type Answer, type Context, PRINTED, type World } from './world.js';

type Runnable = Exclude<Parsed, { kind: 'help' | 'version' }>;

/** Runs one command line; `argv` holds the words after the program's name. The answer is the exit code. */
export async function runOrch(argv: readonly string[], world: World): Promise<number> {
  const parsed = parseCommandLine(argv);
  if (parsed.kind === 'help' || parsed.kind === 'version') {
    world.out(parsed.kind === 'help' ? parsed.text : `${world.version()}\n`);
    const unprinted = await unprintedIn(world);
    return unprinted === null ? EXIT.done : refuse(unprinted, world);
  }
  const settings = settingsOf(parsed, world);
  if ('exitCode' in settings) return refuse(inTermsOf(parsed, settings), world);
  return carryOut(parsed, settings, world);
}

async function carryOut(parsed: Runnable, settings: ResolvedConfig, world: World): Promise<number> {
  const traceId = parsed.globals.traceId ?? world.newTraceId();
  const { config, origins } = settings;
  const { command } = parsed;
  const notice = (text: string) => world.err(`${text}\n`);
  const { logPath: path, zone } = config;
  const end = beginRunLog({ path, zone, clock: world.clock, traceId, command, onUnwritable: notice });
  const emit = (answer: Answer) => print(answer, parsed.globals, world);
  const as = parsed.globals.json === true ? 'json' : 'text';
  const emitList: Context['emitList'] = (list) => printList(list, { world, as });
  const context: Context = { world, config, origins, traceId, emit, emitList, notice };
  try {
    if (parsed.kind === 'refused') throw parsed.error;
    // A dispatcher has told for the workers that it starts.
    if (parsed.globals.adopt === undefined) unknownVariables(world.env).forEach(notice);
    const answer = await parsed.run(context);
    emit(answer);
    const unprinted = await unprintedIn(world);
    const report = unprinted === null ? null : inTermsOf(parsed, unprinted);
    const exitCode = answer.exitCode || (report?.exitCode ?? EXIT.done);
    end({ exitCode, taskId: answer.taskId ?? parsed.taskId, error: report?.line ?? null });
    if (report !== null) refuse(report, world);
    return exitCode;
  } catch (error) {
    const report = inTermsOf(parsed, exitReport(error));
    end({
      exitCode: report.exitCode,
      taskId: parsed.kind === 'run' ? parsed.taskId : null,
      error: report.line,
    });
    return refuse(report, world);
  }
}

function settingsOf(parsed: Runnable, world: World): ResolvedConfig | ExitReport {
  try {
    return resolveConfig({ env: world.env, flags: settingsGivenBy(parsed.globals), cwd: world.cwd });
  } catch (error) {
    return exitReport(parsed.kind === 'refused' ? parsed.error : error);
  }
}

/** A monitor knows four endings; a bad setting or flag is the one that says: could not be judged. */
function inTermsOf({ command }: Runnable, report: ExitReport): ExitReport {
  if (command !== 'ops health') return report;
  return { exitCode: HEALTH_EXIT.HEALTH_ERROR, line: `HEALTH_ERROR ${report.line}` };
}

function print(answer: Answer, globals: GlobalOptions, world: World): void {
  if (answer === PRINTED) return;
  const text = globals.json === true ? JSON.stringify(answer.value) : answer.text;
  if (text !== '') world.out(`${text}\n`);
}

async function unprintedIn(world: World): Promise<ExitReport | null> {
  const because = await world.printed();
  return because === null ? null : unprintedReport(because);
}

function refuse(report: ExitReport, world: World): number {
  world.err(`${report.line}\n`);
  return report.exitCode;
}
