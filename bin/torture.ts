#!/usr/bin/env node
/** Kills processes that work on a store, a thousand times or as often as asked, and says whether the store held. */
import { parseArgs } from 'node:util';
import { SETTINGS, torture } from '../harness/adapters/orch/torture/torture.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now()) },
    control: { type: 'boolean', default: false },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (!(kills >= 1) || !Number.isSafeInteger(seed)) {
  throw new Error(`expected a number of kills and a whole seed, got ${values.kills} and ${values.seed}`);
}
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

process.stdout.write(`torture: ${kills} kills, seed ${seed}\n`);
let told = 0;
const outcome = await torture({
  kills,
  seed,
  settings: SETTINGS,
  victims: values.control ? 'control' : 'honest',
  stop: stopping.signal,
  onRound(soFar) {
    if (soFar.kills - told < 100) return;
    told = soFar.kills;
    process.stdout.write(`${soFar.kills} killed, ${soFar.acknowledged} acknowledged changes all there\n`);
  },
});
const { findings, ...figures } = outcome;
const spent =
  `${figures.kills} kills, ${figures.killsInCall} of them during a call, in ${figures.lives} stores; ` +
  `${figures.acknowledged} acknowledged changes`;
for (const finding of findings) process.stderr.write(`${finding}\n`);
const held = findings.length === 0 && figures.kills >= kills;
const verdict = held ? 'HELD' : findings.length > 0 ? 'NOT HELD' : 'STOPPED EARLY';
process.stdout.write(`${verdict}: ${spent}${held ? ', nothing lost, doubled or half-written' : ''}\n`);
process.exitCode = held ? 0 : 1;
