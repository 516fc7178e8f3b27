#!/usr/bin/env node
/** The operator's alias: `ops …` is `orch ops …`. */
import { startOrch } from './orch-process.js';

await startOrch(['ops', ...process.argv.slice(2)]);
