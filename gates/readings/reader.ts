/**
 * Reads the artefacts of collected evidence into checked values. What cannot be read is a problem of the item, with its
 * place; it is never an exception, and never an empty value that looks like good news.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artefactPath, type Collected, type Collection } from '../folder/collect.js';
import { refTo } from '../folder/evidence-ref.js';
import { type Decoded, decodeJson, decodeLines } from '../record/decode.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import type { Problem } from '../verdict/problem.js';

type Schema<T> = Parameters<typeof decodeJson<T>>[1];

/** A value read from evidence, or null; and everything that is wrong with what was read. */
export interface Reading<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/** Reads artefacts of one item and gathers the problems on the way. */
export class ItemReader {
  readonly problems: Problem[] = [];
  readonly #collection: Collection;
  readonly #collected: Collected;

  constructor(collection: Collection, collected: Collected) {
    this.#collection = collection;
    this.#collected = collected;
  }

  /** Reads a JSON artefact; null when it is not there or not of that form. */
  async json<T>(name: string, schema: Schema<T>): Promise<T | null> {
    return this.#read(name, async (path) => decodeJson(await readFile(path, 'utf8'), schema));
  }

  /** Reads an artefact of one JSON object a line. */
  async lines<T>(name: string, schema: Schema<T>): Promise<readonly T[] | null> {
    return this.#read(name, async (path) => decodeLines(await readFile(path, 'utf8'), schema));
  }

  /** Reads an artefact in a form of its own. */
  async custom<T>(name: string, read: (path: string) => Promise<Decoded<T>>): Promise<T | null> {
    return this.#read(name, read);
  }

  /** Absolute path of an artefact that the record names and that lies there, or null. */
  pathOf(name: string): string | null {
    const path = artefactPath(this.#collected, name);
    if (path === null || !this.#collection.state.digests.has(path)) return null;
    return join(this.#collection.folder, path);
  }

  /** Reference to an artefact, for findings. */
  ref(name: string, at: string | null = null): EvidenceRef {
    return refTo(this.#collection.state, artefactPath(this.#collected, name) ?? name, at);
  }

  /** Notes a problem of the item. */
  problem(problem: Omit<Problem, 'evidence'> & { readonly artefact: string }): void {
    const { artefact, ...rest } = problem;
    this.problems.push({ ...rest, evidence: this.ref(artefact) });
  }

  async #read<T>(name: string, read: (path: string) => Promise<Decoded<T>>): Promise<T | null> {
    const path = this.pathOf(name);
    if (path === null) {
      const because = `${this.#collected.item.name} has no ${name}`;
      this.problem({ code: 'EVIDENCE_MISSING', because, measured: 'no file', limit: name, artefact: name });
      return null;
    }
    const decoded = await read(path);
    if (decoded.ok) return decoded.value;
    const because = `${name} of ${this.#collected.item.name} cannot be read: ${decoded.problem}`;
    this.problem({
      code: 'EVIDENCE_SCHEMA',
      because,
      measured: decoded.problem,
      limit: 'its format',
      artefact: name,
    });
    return null;
  }
}
