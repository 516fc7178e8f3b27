/** Writes down which tree the programs were built from, so that evidence cannot come from programs of another tree. */
import { writeFileSync } from 'node:fs';
import { projectRoot } from '../composition.js';
import { buildStampPath, treeDigest } from './candidate.js';

writeFileSync(buildStampPath(projectRoot), treeDigest(projectRoot));
