import { html, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf, formatDate } from '../format/date.ts';
import { Dialog } from '../parts/dialog.ts';
import { Menus } from '../parts/menu.ts';
import { instantOf, localInput, morningIn } from '../parts/local-input.ts';
import type { ActivityItem } from './timeline-types.ts';

/** Gives something still to do a new time: from a short list, or picked. */
export class Mover {
  readonly #w: VinculoElement;
  readonly #menus: Menus;
  readonly #dialog: Dialog;
  readonly #move: (item: ActivityItem, due: string) => void;
  #picked: ActivityItem | undefined;

  constructor(w: VinculoElement, move: (item: ActivityItem, due: string) => void) {
    this.#w = w;
    this.#menus = new Menus(w);
    this.#dialog = new Dialog(w);
    this.#move = move;
  }

  button(item: ActivityItem, now: Date): TemplateResult {
    const { t, locale } = { t: this.#w.t.bind(this.#w), locale: this.#w.locale };
    const choose = (value: string): void => {
      if (value !== 'pick') { this.#move(item, morningIn(Number(value), new Date())); return; }
      this.#picked = item;
      this.#dialog.open();
    };
    const hint = (days: number): string => formatDate(locale, dayOf(new Date(morningIn(days, now))), 'weekday');
    return this.#menus.render({
      id: `move-${item.activity.id}`, button: t('action.move'), name: t('timeline.moveNamed', { what: item.activity.subject }), className: 'small', choose,
      items: [
        { value: '1', label: t('timeline.tomorrow'), hint: hint(1) }, { value: '3', label: t('timeline.inThreeDays'), hint: hint(3) },
        { value: '7', label: t('timeline.nextWeek'), hint: hint(7) }, { value: 'pick', label: t('timeline.pickTime') },
      ],
    });
  }

  /** Once per widget. */
  dialog(): TemplateResult {
    const item = this.#picked;
    const start = item?.due && Date.parse(item.due) > Date.now() ? new Date(item.due) : new Date(morningIn(1, new Date()));
    return this.#dialog.render({
      title: item ? this.#w.t('timeline.moveNamed', { what: item.activity.subject }) : '', confirm: this.#w.t('action.save'),
      body: html`<label class="field"><span class="bold">${this.#w.t('timeline.newTime')}</span><input part="input" class="input" type="datetime-local" name="when" required .defaultValue=${localInput(start)}></label>`,
      done: (form) => {
        const due = instantOf(String(form.get('when')));
        if (item && due) this.#move(item, due);
      },
    });
  }
}
