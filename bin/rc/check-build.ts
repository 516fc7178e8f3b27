/** Ends with 0 when the programs in `dist` were built from this very tree and are as they were built, else with 1. */
import { projectRoot } from '../project.js';
import { programsDigest, readBuildStamp } from './build-stamp.js';
import { treeDigest } from './candidate.js';

const stamp = readBuildStamp(projectRoot);
const isCurrent = stamp?.tree === treeDigest(projectRoot) && stamp.programs === programsDigest(projectRoot);
process.exitCode = isCurrent ? 0 : 1;
