import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { icon } from './icon.ts';

/** The way to rows that are not shown yet. It goes with the last of them: the focus is then on the last row that was there, before the first new one. */
export function moreRows(w: Localized, rest: number | undefined, show: () => void): TemplateResult | typeof nothing {
  if (!rest) return nothing;
  const more = ({ currentTarget }: Event): void => {
    const button = currentTarget as HTMLElement; // it is listened to on the button alone
    const buttons = [...(button.closest('section')?.querySelectorAll<HTMLElement>('button') ?? [])];
    buttons[buttons.indexOf(button) - 1]?.focus();
    show();
  };
  return html`<div class="more"><button type="button" part="more-rows" class="btn small quiet" @click=${more}>${icon('chevron')}${w.t('record.moreRows', { count: rest })}</button></div>`;
}
