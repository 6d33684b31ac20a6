import type { BusinessCalendar } from '@vinculo/insights/business-time';
import type { RowOf, businessCalendar } from '@vinculo/sdk/schema';
import type { RecordStore } from '../records/record-store.ts';
import { named } from './related.ts';

const allDay = [['00:00', '24:00']];
const always: BusinessCalendar = { timeZone: 'UTC', hours: { 1: allDay, 2: allDay, 3: allDay, 4: allDay, 5: allDay, 6: allDay, 7: allDay } };

/** Working hours as they are kept; without any, every hour is one. @throws TypeError for an id that names none */
export async function calendarOf(store: RecordStore, id: string | null | undefined): Promise<BusinessCalendar> {
  if (!id) return always;
  const row = (await named(store, 'businessCalendar', id)) as unknown as RowOf<typeof businessCalendar> | undefined; // as its declaration says
  if (!row) throw new TypeError(`There are no working hours ${id}.`);
  return { timeZone: row.timeZone, hours: row.hours, holidays: row.holidays ?? [], makeUpDays: row.makeUpDays ?? [] };
}
