/**
 * The manifest: every file of every closed attempt with its size and digest, and how far the ledger had come.
 * It grows when an attempt closes and is never rebuilt from what lies in the folder, so later changes stay visible.
 */
import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { type Decoded, decodeJson } from './decode.js';
import { digestFile, sha256Schema } from './digest.js';
import { FolderUnusable } from './folder-unusable.js';
import { GENESIS, type Ledger } from './ledger.js';
import { readDecoded, writeAtomically } from './text-file.js';

const manifestSchema = z.strictObject({
  schema: z.literal('rc-gate/manifest/v1'),
  /** The ledger holds at least this many lines, and the last of these has this digest. */
  ledger: z.strictObject({ lines: z.int().min(0), head: sha256Schema }),
  /** Sorted by path, relative to the candidate's folder. */
  files: z.array(z.strictObject({ path: z.string().min(1), bytes: z.int().min(0), sha256: sha256Schema })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = Manifest['files'][number];

export const MANIFEST_FILE = 'manifest.json';
const EMPTY: Manifest = { schema: 'rc-gate/manifest/v1', ledger: { lines: 0, head: GENESIS }, files: [] };

/** Decodes `manifest.json`. */
export function decodeManifest(text: string): Decoded<Manifest> {
  return decodeJson(text, manifestSchema);
}

/** Adds files and notes how far the ledger has come. The caller holds the folder's lock. */
export async function updateManifest(
  folder: string,
  ledger: Ledger,
  added: readonly ManifestEntry[],
): Promise<void> {
  const path = join(folder, MANIFEST_FILE);
  const decoded = (await readDecoded(path, decodeManifest)) ?? { ok: true, value: EMPTY };
  if (!decoded.ok) {
    throw new FolderUnusable(
      `expected a manifest at ${path}, but ${decoded.problem}. Move the folder away and start again.`,
    );
  }
  const byPath = new Map(decoded.value.files.map((file) => [file.path, file]));
  for (const file of added) byPath.set(file.path, file);
  const files = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { ...EMPTY, ledger: { lines: ledger.lines.length, head: ledger.head }, files };
  await writeAtomically(path, `${JSON.stringify(manifest, null, 1)}\n`);
}

/** Digests every file below `folder/below`. @throws on anything that is neither file nor folder, such as a link */
export async function digestTree(folder: string, below: string): Promise<readonly ManifestEntry[]> {
  const { files, others } = await listTree(folder, below);
  if (others.length > 0) {
    throw new Error(
      `expected only files and folders as evidence, found a link or device at ${others.join(', ')}`,
    );
  }
  const entries: ManifestEntry[] = [];
  for (const path of files) entries.push({ path, ...(await digestFile(join(folder, path))) });
  return entries;
}

/** Relative paths below `folder/below`, sorted; none when it does not exist. `others` are links and devices. */
export async function listTree(
  folder: string,
  below: string,
): Promise<{ readonly files: readonly string[]; readonly others: readonly string[] }> {
  const files: string[] = [];
  const others: string[] = [];
  for (const entry of await entriesOf(join(folder, below))) {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) {
      const inner = await listTree(folder, path);
      files.push(...inner.files);
      others.push(...inner.others);
    } else (entry.isFile() ? files : others).push(path);
  }
  return { files: files.sort(), others: others.sort() };
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
