/**
 * Ends with 0 when the programs in `dist` were built from this very tree and are as they were built, with packages as
 * they were installed; else it says why not and ends with 1.
 */
import { projectRoot } from '../project.js';
import { treeDigest } from './candidate.js';
import { requireSameTree } from './same-tree.js';

requireSameTree(projectRoot, treeDigest(projectRoot));
