/**
 * A CHEAT FOR TESTS: rewrites a closed record and then makes ledger and manifest agree with it again, as somebody would
 * who knows the format. Hashes alone cannot see that; what the record says must then give it away.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../record/digest.js';
import { GENESIS } from '../record/ledger.js';

export type Json = Record<string, unknown>;

/** Changes the record at `path` (below the folder) and the ledger's lines, and seals everything anew. */
export async function reseal(
  folder: string,
  path: string,
  change: { readonly record?: (record: Json) => Json; readonly ledger?: (line: Json) => Json },
): Promise<void> {
  const before = await readFile(join(folder, path), 'utf8');
  const after = `${JSON.stringify((change.record ?? same)(JSON.parse(before) as Json), null, 1)}\n`;
  await writeFile(join(folder, path), after);
  const lines = (await readFile(join(folder, 'ledger.ndjson'), 'utf8')).trim().split('\n');
  const chained: string[] = [];
  for (const text of lines) {
    const line = JSON.parse(text) as Json;
    const own = line['record'] === sha256(before) ? { ...line, record: sha256(after) } : line;
    const last = chained.at(-1);
    const prev = last === undefined ? GENESIS : sha256(last);
    chained.push(JSON.stringify({ ...(change.ledger ?? same)(own), prev }));
  }
  await writeFile(join(folder, 'ledger.ndjson'), chained.map((line) => `${line}\n`).join(''));
  await resealManifest(folder, { path, text: after, head: sha256(chained.at(-1) ?? '') });
}

async function resealManifest(
  folder: string,
  { path, text, head }: { readonly path: string; readonly text: string; readonly head: string },
): Promise<void> {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { ledger: Json; files: Json[] };
  const files = manifest.files.map((entry) =>
    entry['path'] === path ? { path, bytes: Buffer.byteLength(text), sha256: sha256(text) } : entry,
  );
  await writeFile(file, JSON.stringify({ ...manifest, ledger: { ...manifest.ledger, head }, files }));
}

function same(value: Json): Json {
  return value;
}
