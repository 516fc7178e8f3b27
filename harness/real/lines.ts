/**
 * Cuts a byte stream into lines and refuses one that grows beyond the limit, so that a system that never ends its
 * line cannot fill the harness's memory. Works on bytes: a character split between two chunks stays whole.
 */
import { LINE_LIMIT_BYTES, ProtocolError } from '../protocol.js';

const LINE_FEED = 0x0a;

/** A cutter with its own remainder; feed it every chunk in order. @throws ProtocolError when a line is too long. */
export function lineCutter(limitBytes: number = LINE_LIMIT_BYTES): (chunk: Buffer) => string[] {
  let rest: Buffer[] = [];
  let restBytes = 0;

  function keep(piece: Buffer): void {
    restBytes += piece.length;
    if (restBytes > limitBytes) {
      throw new ProtocolError(
        `expected lines of at most ${limitBytes} bytes, found one of ${restBytes} or more`,
      );
    }
    rest.push(piece);
  }

  return (chunk) => {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      lines.push(Buffer.concat(rest).toString('utf8'));
      rest = [];
      restBytes = 0;
      from = end + 1;
    }
    keep(chunk.subarray(from));
    return lines;
  };
}
