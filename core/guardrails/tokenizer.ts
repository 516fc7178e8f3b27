/**
 * Tokens of a text by a real vocabulary, o200k. The one room that knows the tokenizer; it is loaded when the first
 * text is counted, because most commands never count one and the vocabulary takes a fifth of a second to load.
 */
import { LONGEST_REPORT } from './compact-report.js';

const load = () => import('gpt-tokenizer/encoding/o200k_base');
let loaded: ReturnType<typeof load> | null = null;

/** Marks such as `<|endoftext|>` are text like any other here. */
const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

/**
 * Tokens of the first 8,000 characters of `text`. A longer report is refused for its length whatever it costs, and
 * the time to count one endless word grows with the square of its length.
 */
export async function countTokens(text: string): Promise<number> {
  loaded ??= load();
  const { countTokens: count } = await loaded;
  return count(text.slice(0, LONGEST_REPORT), asText);
}
