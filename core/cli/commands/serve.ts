/** `orch serve`: the queue over HTTP, with a live page, until it is told to stop. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../duration.js';
import { openStore } from '../../store/open.js';
import { taskId } from '../../task/ids.js';
import { LOG_LEVELS, type LogLevel } from '../../telemetry/log-level.js';
import { type DurationMs, seconds } from '../../time.js';
import { textArgument, wholeArgument } from '../options/arguments.js';
import { busyTermsOf, storeOptionsOf, withOpenStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string;
  /** False by `--no-token`. */
  readonly token: boolean;
  readonly bodyLimit: number;
  readonly requestTimeout: DurationMs;
  readonly logLevel: LogLevel;
}

/** A name no task has; any look-up does to see that the store can be read. */
const NOBODY = taskId('readyz');
const GRACE = seconds(10);
const OPENING = { actor: 'service:http', whenMissing: 'refuse', commits: 'grouped' } as const;

export function addServe(parent: Command, bind: Bind): void {
  parent
    .command('serve')
    .description('serve the queue over HTTP; the token is read from ORCH_HTTP_TOKEN')
    .option('--host <address>', 'the address to listen on', textArgument, '127.0.0.1')
    .option('--port <n>', 'the port; 0 is any free one', wholeArgument(0, 65_535), 7420)
    .option('--token-file <path>', 'read the token from this file', textArgument)
    .option('--no-token', 'ask for no token; for loopback addresses only')
    .option('--body-limit <bytes>', 'largest request body', wholeArgument(1_024, 64 * 1_048_576), 65_536)
    .addOption(
      new Option('--request-timeout <duration>', 'longest time for a request to arrive')
        .argParser(duration)
        .default(seconds(10), '10s'),
    )
    .addOption(new Option('--log-level <level>', 'the least grave line').choices(LOG_LEVELS).default('info'))
    .action(bind(serveQueue));
}

const serveQueue: Action<Options> = async (options, context) => {
  const [{ serve }, { openLog }] = await Promise.all([
    import('../../http/serve.js'),
    import('../../telemetry/log.js'),
  ]);
  const { config, world, traceId } = context;
  const { clock, env } = world;
  const { host, port, bodyLimit, requestTimeout, logLevel: level } = options;
  const log = openLog({ level, program: 'orch serve', traceId, clock, write: (line) => world.err(line) });
  const tokenFile = options.tokenFile ?? null;
  await withOpenStore(context, OPENING, (store) =>
    serve({
      ...config,
      ...{ store, clock, log, port, bodyLimit, requestTimeout },
      access: { host, env, tokenFile, without: options.token ? 'refuse' : 'allow' },
      maxInProgress: config.maxWorkers,
      grace: GRACE,
      busy: busyTermsOf(config),
      ready: () => ready(context),
      stop: world.stopSignal(),
      onListening: (at) => context.emit(answer(at, ({ url, access }) => `listening on ${url} for ${access}`)),
    }),
  );
  return answer({ stopped: true }, () => 'stopped');
};

async function ready(context: Context): Promise<void> {
  const store = await openStore(context.config.dbPath, storeOptionsOf(context, OPENING));
  try {
    await store.find(NOBODY);
  } finally {
    await store.close();
  }
}

function duration(text: string): DurationMs {
  const span = parseDuration(text, 's');
  if (span === null) throw new InvalidArgumentError('Expected a duration such as 10s.');
  return span;
}
