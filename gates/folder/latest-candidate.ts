/** Finds candidates below a project's `reports/rc/`, for commands that are not told which one to judge. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The candidate's folder whose identity was written last; null when there is none. */
export async function latestCandidateFolder(projectRoot: string): Promise<string | null> {
  const root = join(projectRoot, 'reports', 'rc');
  const dated: { readonly folder: string; readonly at: number }[] = [];
  for (const name of await namesIn(root)) {
    const folder = join(root, name);
    const at = await writtenAt(join(folder, 'candidate.json'));
    if (at !== null) dated.push({ folder, at });
  }
  dated.sort((a, b) => b.at - a.at || (a.folder < b.folder ? -1 : 1));
  return dated[0]?.folder ?? null;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function writtenAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
