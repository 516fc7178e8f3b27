/** Standard output, which may be full, or closed by its reader, at any time: then nothing more is written to it. */
import type { Writable } from 'node:stream';

export interface Output {
  write(text: string): void;
  /** Settles once all of it was taken: null, or the code of what stood in the way. `orch list | head` is no trouble. */
  printed(): Promise<string | null>;
  /** Settles once all so far was taken; false when nothing more will be written, whatever the reason. */
  taken(): Promise<boolean>;
}

/** `onLost` is told once, as soon as something could not be written. */
export function outputOn(stream: Writable, onLost: () => void): Output {
  let lost: string | null = null;
  const note = (error?: NodeJS.ErrnoException | null) => {
    if (!error || lost !== null) return;
    lost = error.code ?? error.message;
    onLost();
  };
  const trouble = () => (lost === 'EPIPE' ? null : lost);
  const settled = async () => {
    if (lost === null) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  };
  stream.on('error', note);
  return {
    write(text) {
      if (lost === null) stream.write(text, note);
    },
    async printed() {
      await settled();
      return trouble();
    },
    async taken() {
      await settled();
      return lost === null;
    },
  };
}
