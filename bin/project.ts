/** The project around these programs, as a checkout or as an installed package: its folder and its version. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The folder that holds `package.json`, above the built files or above the sources. */
export const projectRoot = [join(here, '..', '..'), join(here, '..')].find((folder) =>
  existsSync(join(folder, 'package.json')),
) as string;

/** What `--version` of every program says. */
export function projectVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
