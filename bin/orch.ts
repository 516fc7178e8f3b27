#!/usr/bin/env node
/** The orchestrator's command line: gives core the machine it runs on, and nothing else. */
import { startOrch } from './orch-process.js';

await startOrch(process.argv.slice(2));
