/** The end-to-end stories, in order. A list and not a search of the folder: what runs is what is written here. */
import type { E2e } from '../../harness/index.js';
import { happyPath } from './E2E-01-happy-path.js';
import { failureAndRecovery } from './E2E-02-failure-and-recovery.js';
import { watchdogRecovery } from './E2E-03-watchdog.js';
import { operatorIncident } from './E2E-04-operator-incident.js';

export const STORIES: readonly E2e[] = [happyPath, failureAndRecovery, watchdogRecovery, operatorIncident];
