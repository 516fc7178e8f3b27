/** Programs of this adapter that run outside this thread: they are built files, wherever this file lies itself. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of `dist/bin/<name>.js`. @throws when it is not built */
export function builtProgram(name: string): string {
  const candidates = [`../../../bin/${name}.js`, `../../../dist/bin/${name}.js`];
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = paths.find(existsSync);
  if (found !== undefined) return found;
  throw new Error(`expected the built ${name} at ${paths.join(' or ')}; build it with: npm run build`);
}
