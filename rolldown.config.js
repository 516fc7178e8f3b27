/**
 * What is started often, each with what it imports in a few files: finding and opening hundreds of small ones was most
 * of what a start cost (docs/adr/0014). All lie in one folder, so that a program finds another beside itself.
 */
const inlined = new Set(['commander', 'yaml', 'zod']);
const isOwn = (id) => /^[./]/.test(id);

export default {
  input: {
    orch: 'bin/orch.ts',
    ops: 'bin/ops.ts',
    gate: 'bin/gate.ts',
    'play-jobs': 'bin/play-jobs.ts',
    'collection-reporter': 'harness/suite/collection-reporter.ts',
    'lease-thread-body': 'core/engine/lease-thread-body.ts',
    actor: 'harness/adapters/orch/actor.ts',
    'actor-thread-body': 'harness/adapters/orch/interleaved/thread-body.ts',
  },
  platform: 'node',
  external: (id) => !isOwn(id) && !inlined.has(id),
  output: { dir: 'dist/bin', chunkFileNames: '[name]-[hash].js', sourcemap: true },
};
