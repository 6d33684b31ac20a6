import type { Vinculo } from '@vinculo/sdk';
import { formatLabel } from '../format/label.ts';
import { formatNumber } from '../format/number.ts';
import type { Localized } from '../messages/message.ts';
import { entityOf } from '../parts/declared-field.ts';
import type { Naming } from './what-names.ts';

/** Rows that only tie an activity to a record are told as the activities. */
const toldAs: Readonly<Record<string, string>> = { activityLink: 'activity' };

/** "Deals: 2, Activities: 14" */
export function figureText(view: Localized, crm: Vinculo, list: readonly Naming[]): string {
  return list.map(({ table, count }) => {
    const entity = entityOf(crm, toldAs[table] ?? table);
    return view.t('deed.figure', { kind: entity ? formatLabel(view.locale, entity.pluralLabel) : table, number: formatNumber(view.locale, count) });
  }).join(view.t('value.separator'));
}

/** Figures of a command's answer, by table. */
export function namingOf(counts: Readonly<Record<string, number>>): readonly Naming[] {
  return Object.entries(counts).map(([table, count]) => ({ table, count })).toSorted((a, b) => b.count - a.count);
}
