import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCandidate, decodeJson, decodeLines, decodeRecord } from './decode.js';

const pair = z.strictObject({ a: z.number() });

describe('decoding', () => {
  it('gives the value of a text that is as it should be', () => {
    expect(decodeJson('{"a":1}', pair)).toEqual({ ok: true, value: { a: 1 } });
  });

  it.each([
    ['{"a":', /does not parse/],
    ['{"a":"1"}', /^at \/a: /],
    ['{"a":1,"b":2}', /^at \/: .*"b"/],
    ['3', /^at \/: /],
  ])('says what is wrong with %s', (text, problem) => {
    expect(decodeJson(text, pair)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('reads one object a line', () => {
    expect(decodeLines('{"a":1}\n{"a":2}\n', pair)).toEqual({ ok: true, value: [{ a: 1 }, { a: 2 }] });
  });

  it('reads no lines from an empty text', () => {
    expect(decodeLines('', pair)).toEqual({ ok: true, value: [] });
  });

  it('names the line that is wrong', () => {
    expect(decodeLines('{"a":1}\n{}\n', pair)).toMatchObject({
      problem: expect.stringMatching(/^line 2, at \/a/),
    });
  });

  it('sees that the last line was cut', () => {
    expect(decodeLines('{"a":1}', pair)).toMatchObject({ problem: expect.stringMatching(/was cut/) });
  });

  it.each([decodeRecord, decodeCandidate])('refuses an empty object as identity or record', (decode) => {
    expect(decode('{}').ok).toBe(false);
  });
});
