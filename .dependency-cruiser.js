/**
 * Who may import whom, as data. Each floor lists the floors it may know; each package lists the rooms that may use it.
 * Anything not listed is refused.
 */
const floors = {
  core: [],
  gates: [],
  harness: ['gates/record/'],
  'harness/adapters/orch': ['core/index.ts', 'harness/', 'gates/record/'],
  scenarios: ['harness/index.ts'],
  soak: ['harness/index.ts', 'harness/terminal/', 'gates/record/'],
};

/** The rooms of the judge: each may know itself and what it lists, so evidence flows one way, up to the verdict. */
const judge = {
  record: [],
  stats: [],
  verdict: ['record'],
  policy: ['record'],
  replay: ['record', 'policy'],
  plan: ['record', 'policy', 'verdict'],
  folder: ['record', 'policy', 'plan', 'verdict'],
  readings: ['record', 'stats', 'policy', 'replay', 'folder', 'verdict'],
  docket: ['record', 'policy', 'replay', 'plan', 'folder', 'readings', 'verdict'],
  criteria: ['record', 'stats', 'policy', 'replay', 'plan', 'readings', 'docket', 'verdict'],
  findings: ['stats', 'policy', 'replay', 'plan', 'folder', 'readings', 'docket', 'criteria', 'verdict'],
  render: ['stats', 'verdict'],
};

/** The rooms of the store on SQLite: from the file up to the methods of the contract, which know nothing of each other. */
const sqlite = {
  schema: [],
  connection: ['schema'],
  record: ['connection'],
  step: ['record', 'connection'],
  entering: ['step', 'record', 'connection'],
  holding: ['step', 'record', 'connection'],
  overseeing: ['step', 'record', 'connection'],
  looking: ['record', 'connection'],
  pruning: ['record', 'connection'],
};

const packages = {
  'better-sqlite3': [
    'core/store/sqlite/',
    'harness/nemesis/sqlite-lock.ts',
    'harness/adapters/orch/disk.ts',
    'harness/adapters/orch/shared-engine.ts',
    'harness/adapters/orch/interleaved/gated-engine.ts',
    'harness/adapters/orch/mutants/',
    'bench/',
  ],
  commander: ['core/cli/', 'gates/cli.ts', 'harness/cli', 'harness/terminal/', 'soak/cli.ts', 'bin/'],
  'gpt-tokenizer': ['core/guardrails/tokenizer.ts'],
  handlebars: ['gates/render/'],
  yaml: ['gates/policy/'],
  listr2: ['bin/'],
  'd3-(scale|shape|array)': ['gates/render/'],
  hono: ['core/http/'],
  '@hono/node-server': ['core/http/'],
  'prom-client': ['core/http/'],
  pino: ['core/telemetry/'],
  zod: [
    'core/config-fields.ts',
    'core/http/',
    'core/queue-md/',
    'harness/protocol.ts',
    'harness/run/artefact.ts',
    'harness/scenario/',
    'soak/plan/profile.ts',
    'gates/record/',
    'gates/policy/',
  ],
};

const tests = '\\.test\\.ts$|^core/store/contract/|/mutants/told-apart/';
const any = (paths) => `^(${paths.join('|').replaceAll('.', '\\.')})`;

const floorRules = Object.entries(floors).map(([floor, allowed]) => ({
  name: `floor-${floor.replaceAll('/', '-')}`,
  comment: `${floor} may import of ours only: itself, ${allowed.join(', ') || 'nothing'}.`,
  severity: 'error',
  from: { path: `^${floor}/`, pathNot: floor === 'harness' ? [tests, '^harness/adapters/orch/'] : [tests] },
  to: { path: '^(bin|core|gates|harness|scenarios|soak|scripts)/', pathNot: any([`${floor}/`, ...allowed]) },
}));

const roomRules = Object.entries({ gates: judge, 'core/store/sqlite': sqlite }).flatMap(([house, rooms]) =>
  Object.entries(rooms).map(([room, allowed]) => ({
    name: `${house.replaceAll('/', '-')}-${room}`,
    comment: `${house}/${room} may import of ${house} only: itself, ${allowed.join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: `^${house}/${room}/`, pathNot: [tests] },
    to: { path: `^${house}/`, pathNot: any([room, ...allowed].map((name) => `${house}/${name}/`)) },
  })),
);

const packageRules = Object.entries(packages).map(([name, rooms]) => ({
  name: `package-${name}`,
  comment: `${name} has these rooms only: ${rooms.join(', ')}.`,
  severity: 'error',
  from: { pathNot: [any(rooms), tests, '^scripts/', '^bench/'] },
  to: { path: `^node_modules/(@types/)?(${name})/` },
}));

export default {
  forbidden: [
    ...floorRules,
    ...roomRules,
    ...packageRules,
    {
      name: 'commands-are-the-top-floor',
      comment: 'Nothing in the harness but its door to the command line knows its commands.',
      severity: 'error',
      from: { path: '^harness/', pathNot: ['^harness/cli/', '^harness/cli\\.ts$', tests] },
      to: { path: '^harness/cli/' },
    },
    {
      name: 'only-tests-know-what-is-for-tests',
      comment: 'What lies in testing of a room is for tests: it is not built.',
      severity: 'error',
      from: { pathNot: [tests, '/testing/'] },
      to: { path: '/testing/' },
    },
    {
      name: 'evidence-has-one-door',
      comment: 'Producers are handed openAttempt by bin/composition.ts: it binds evidence to what runs.',
      severity: 'error',
      from: { pathNot: ['^bin/rc/bound-attempt\\.ts$', '^gates/testing/', tests] },
      to: { path: '^gates/record/attempt\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'http-is-loaded-late',
      comment: 'Commands that serve nothing do not wait for a server library: import() it.',
      severity: 'error',
      from: { pathNot: ['^core/http/', tests] },
      to: {
        path: '^core/http/|^core/telemetry/log\\.ts$',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-development-packages',
      comment: 'What ships may not need what does not.',
      severity: 'error',
      from: { pathNot: [tests, '/testing/', '^scripts/', '^bench/', '\\.config\\.'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
