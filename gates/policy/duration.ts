/** Lengths of time as a policy writes them: `90s`, `24h`, `7d`; in ms once read. */
import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** Reads a length with its unit. */
export const duration = z
  .string()
  .regex(FORM, 'a length with a unit is expected, such as 90s, 24h or 7d')
  .transform((text) => {
    const [, count, unit] = FORM.exec(text) ?? [];
    return Number(count) * (UNIT_MS[unit ?? 'ms'] ?? 1);
  });
