/** Programs that run outside this thread: they are built files, wherever what asks for them lies itself. */
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The path of `dist/bin/<name>.js`, by the `imports` of `package.json`. @throws when it is not built */
export function builtProgram(name: string): string {
  try {
    return resolve(`#built/${name}.js`);
  } catch (error) {
    throw new Error(`expected the built ${name} in dist/bin, found none; build it with: npm run build`, {
      cause: error,
    });
  }
}
