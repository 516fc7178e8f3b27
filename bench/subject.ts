/** What is measured: a queue behind four calls, so that every subject does the same work. */

/** Durability is a column and never mixed: `full` survives a power cut, `normal` the death of the process. */
export type Mode = 'full' | 'normal';

export interface Subject {
  /** Adds one task; durable when it returns or resolves. */
  addOne(index: number): unknown;
  /** Adds tasks `from` to before `to` by the fastest documented way; absent: there is none. */
  addMany?(from: number, to: number): unknown;
  /** Claims and completes until `count` tasks are done. */
  drain(count: number): Promise<unknown>;
  /** How many calls the subject is at its best with; 1: strictly one after the other. */
  readonly width: number;
  /** Tasks that are done, by the subject's own store. */
  done(): Promise<number> | number;
  close(): unknown;
}

/** Opens a subject on an empty folder. */
export type OpenSubject = (folder: string, mode: Mode) => Promise<Subject> | Subject;

/** 64 bytes, as every subject carries them. */
export function payload(index: number): string {
  return `task ${index} `.padEnd(64, 'x');
}
