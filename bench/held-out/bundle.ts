/** Builds the programs with a bug in their sources: as `npm run build` bundles them, into a folder of their own. */
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type RolldownPlugin, rolldown } from 'rolldown';
import { loadConfig } from 'rolldown/config';
import { type HeldOutBug, planted } from './bug.js';

/** @throws when a text of the bug is not in the sources, or a file of the bug is not part of the programs */
export async function bundle(root: string, bug: HeldOutBug, folder: string): Promise<void> {
  const config = await loadConfig(join(root, 'rolldown.config.js'));
  if (Array.isArray(config) || typeof config === 'function') throw new Error('expected one configuration');
  const untouched = new Set(bug.edits.map(({ file }) => file));
  const plugin: RolldownPlugin = {
    name: 'plant',
    async load(id) {
      const file = relative(root, id);
      if (!bug.edits.some((edit) => edit.file === file)) return null;
      untouched.delete(file);
      return { code: planted(bug, file, await readFile(id, 'utf8')), moduleType: 'ts' };
    },
  };
  const build = await rolldown({ ...config, cwd: root, plugins: [plugin] });
  await build.write({ ...config.output, dir: folder });
  await build.close();
  if (untouched.size > 0) throw new Error(`bug ${bug.name}: no program uses ${[...untouched].join(', ')}`);
}
