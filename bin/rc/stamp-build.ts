/**
 * Writes down which tree the programs were built from, so that evidence cannot come from programs of another tree.
 * Programs that were built with other packages than the lockfile names get no stamp.
 */
import { projectRoot } from '../project.js';
import { writeBuildStamp } from './build-stamp.js';
import { treeDigest } from './candidate.js';
import { OtherPackages, recordPackages } from './packages.js';

try {
  recordPackages(projectRoot);
  writeBuildStamp(projectRoot, treeDigest(projectRoot));
} catch (error) {
  if (!(error instanceof OtherPackages)) throw error;
  process.stderr.write(`ERROR ${error.code}: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
