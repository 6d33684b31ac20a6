import type { TemplateResult } from 'lit';
import { avatar } from '../parts/avatar.ts';
import { nameOf } from './card-name.ts';
import type { CardGlance } from './card-view.ts';

export function cardAvatar({ table, record }: Pick<CardGlance, 'table' | 'record'>, size: 32 | 48): TemplateResult {
  const isFirm = table === 'account' && record.kind !== 'person';
  return avatar(nameOf(record), { size, kind: isFirm ? 'organisation' : 'person', culture: record.locale });
}
