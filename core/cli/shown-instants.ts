/** Instants of a task or an event as a person reads them: in the display zone. JSON answers keep their numbers. */
import { formatInstant, type ZoneMinutes } from '../queue-md/zone.js';
import type { EpochMs } from '../time.js';

/** How fields that hold an instant are called, in a task and in the data of an event. */
const INSTANT = /(^until|[a-z]At|_at|_until|(^|_)(since|before)_ms)$/;

/** One field's value as text. */
export function shownField(name: string, value: unknown, zone: ZoneMinutes): string {
  const inZone = (field: string, of: unknown) =>
    typeof of === 'number' && INSTANT.test(field) ? formatInstant(of as EpochMs, zone) : of;
  const shown = inZone(name, value);
  return typeof shown === 'object' ? JSON.stringify(shown, inZone) : String(shown);
}
