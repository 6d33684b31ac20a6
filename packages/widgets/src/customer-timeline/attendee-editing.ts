import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import { AttendeePicker } from './attendee-picker.ts';
import { attendeeRefs } from './attendees.ts';
import { CustomerPeople } from './customer-people.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import type { ActivityItem } from './timeline-types.ts';

/** Who takes part in a meeting that is ahead, changed after it was written down. */
export class AttendeeEditing {
  readonly #w: VinculoElement;
  readonly #dialog: Dialog;
  readonly #people: CustomerPeople;
  readonly #picker: AttendeePicker;
  readonly #save: (item: ActivityItem, attendees: readonly string[]) => void;
  #item: ActivityItem | undefined;
  #chosen = '';

  constructor(w: VinculoElement, controller: TimelineController, say: (text: string) => void, save: (item: ActivityItem, attendees: readonly string[]) => void) {
    this.#w = w;
    this.#dialog = new Dialog(w);
    this.#people = new CustomerPeople(w, controller);
    this.#picker = new AttendeePicker(w, controller, this.#people, say, 'attendee-later');
    this.#save = save;
  }

  /** Called before each drawing. */
  watch(): void {
    const isOpen = this.#dialog.isOpen && this.#item !== undefined;
    this.#people.watch(isOpen);
    this.#picker.watch(isOpen ? this.#chosen : undefined);
  }

  button(item: ActivityItem): TemplateResult {
    const label = this.#w.t('timeline.attendees');
    const open = (): void => {
      this.#item = item;
      this.#chosen = beforeOf(item).join(' ');
      this.#picker.clear();
      this.#dialog.open();
    };
    return html`<button type="button" part="button change-attendees" class="btn small square quiet" aria-label=${label} title=${label} @click=${open}>${icon('person')}</button>`;
  }

  /** Once per widget. */
  dialog(): TemplateResult {
    const item = this.#item;
    const close = (): void => { this.#item = undefined; };
    return this.#dialog.render({
      title: item ? item.activity.subject : '', confirm: this.#w.t('action.save'), cancelled: close,
      body: item ? this.#picker.render(this.#chosen, (chosen) => { this.#chosen = chosen; this.#w.requestUpdate(); }) : nothing,
      done: () => {
        const chosen = this.#chosen.split(' ').filter(Boolean);
        const before = item ? beforeOf(item) : [];
        close();
        if (item && (chosen.length !== before.length || chosen.some((each) => !before.includes(each)))) this.#save(item, chosen);
      },
    });
  }
}

/** Those who are named, and those linked to it as such: a merged contact has its link alone. */
function beforeOf({ activity, links }: ActivityItem): readonly string[] {
  const named = attendeeRefs(activity.details).map(({ table, id }) => `${table}/${id}`);
  const linked = links.flatMap(({ table, recordId, role }) => (table === 'contact' && role === 'attendee' ? [`contact/${recordId}`] : []));
  return [...new Set([...named, ...linked])];
}
