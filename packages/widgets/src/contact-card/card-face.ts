import type { TemplateResult } from 'lit';
import { formatName } from '../format/name.ts';
import { avatar } from '../parts/avatar.ts';
import type { CardRow } from './card-rows.ts';
import type { CardView } from './card-view.ts';

/** The name as its culture writes it. */
export function nameOf(record: CardRow): string {
  return formatName({ display: record.name, given: record.givenName, family: record.familyName }, record.locale);
}

export function cardAvatar({ table, record }: Pick<CardView, 'table' | 'record'>, size: 32 | 48): TemplateResult {
  const isFirm = table === 'account' && record.kind !== 'person';
  return avatar(nameOf(record), { size, kind: isFirm ? 'organisation' : 'person', culture: record.locale });
}
