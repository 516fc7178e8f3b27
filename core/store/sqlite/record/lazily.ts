/** Parts of the store that are prepared when they are first asked for. */
import type { Connection } from '../connection/connection.js';
import type { Write } from '../connection/group-commit.js';
import type { Session } from './session.js';

/**
 * Answers a part of the store, made once. A process needs few of them, and to prepare the statements of all takes
 * longer than to open the file. Ask before the transaction that uses the part begins.
 */
export type Lazily = <Part>(prepare: (session: Session) => Part) => () => Part;

export function lazilyOver({ read }: Connection, session: Session): Lazily {
  return <Part>(prepare: (session: Session) => Part) => {
    let prepared: { readonly part: Part } | null = null;
    return () => {
      prepared ??= { part: read(() => prepare(session)) };
      return prepared.part;
    };
  };
}

/** What every group of methods is made over. */
export interface Uses {
  readonly connection: Connection;
  readonly session: Session;
  readonly write: Write;
  readonly lazily: Lazily;
}
