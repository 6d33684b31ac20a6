import type { Localized } from '../messages/message.ts';
import type { Similar } from './similar-records.ts';

/** "same email" */
export function whySame(view: Pick<Localized, 't'>, { by }: Pick<Similar, 'by'>): string {
  return view.t(by === 'email' ? 'fill.sameEmail' : by === 'phone' ? 'fill.samePhone' : 'fill.sameName');
}
