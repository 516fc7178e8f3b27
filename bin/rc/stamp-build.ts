/** Writes down which tree the programs were built from, so that evidence cannot come from programs of another tree. */
import { projectRoot } from '../project.js';
import { writeBuildStamp } from './build-stamp.js';
import { treeDigest } from './candidate.js';

writeBuildStamp(projectRoot, treeDigest(projectRoot));
