/**
 * Lines of a file, a chunk at a time, without holding the file. Only a line that ends counts as a line.
 */
import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 1 << 20;

/** Calls `take` with every line; the answer is the rest after the last line feed, empty for a whole file. */
export async function eachLine(path: string, take: (line: string) => void): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  }
  return rest + decoder.end();
}
