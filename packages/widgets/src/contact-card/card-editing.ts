import type { FieldProblem, OutboxEntry, PhoneItem, SocialItem } from '@vinculo/sdk';
import { safeUrl } from '../base/safe-url.ts';
import { phoneHref } from '../format/phone.ts';
import type { Announcer } from '../parts/announcer.ts';
import { CopyButtons } from '../parts/copy.ts';
import { Editables } from '../parts/editable.ts';
import { carriedOver } from '../parts/merged-into.ts';
import { Menus } from '../parts/menu.ts';
import { toClipboard } from '../parts/to-clipboard.ts';
import type { DuplicatesNotice } from '../deeds/duplicates-notice.ts';
import type { LateDeeds } from '../deeds/late-deeds.ts';
import type { LateVcard } from '../vcard/late-vcard.ts';
import type { CallDetail, ChangeDetail, ChangedDetail, CompleteDetail, EmailDetail, MessageDetail } from './card-events.ts';
import type { CardLate } from './card-late.ts';
import type { CardGlance, CardHost, CardView } from './card-view.ts';
import type { ContactCardController } from './contact-card.controller.ts';
import type { LateConsent } from './late-consent.ts';
import { isListField, LateLists } from './late-lists.ts';

/** What a person can do in a card: write its fields, reach the customer, finish the next activity, take the last edit back. */
export class CardEditing {
  readonly #host: CardHost;
  readonly #card: ContactCardController;
  readonly #announcer: Announcer;
  readonly #deeds: LateDeeds;
  readonly #vcard: LateVcard;
  readonly #consent: LateConsent;
  readonly #duplicates: DuplicatesNotice;
  readonly #fields: Editables;
  readonly #copies: CopyButtons;
  readonly #menus: Menus;
  readonly #lists: LateLists;
  /** Whose card it is: what was open in another one is not in this one. */
  #of = '';
  /** A refused change that is being edited again. */
  #draft: { readonly entry: OutboxEntry; readonly field: string } | undefined;

  constructor(host: CardHost, { card, announcer }: CardLate, { deeds, vcard, consent }: { readonly deeds: LateDeeds; readonly vcard: LateVcard; readonly consent: LateConsent }, duplicates: DuplicatesNotice) {
    this.#host = host;
    this.#deeds = deeds;
    this.#vcard = vcard;
    this.#consent = consent;
    this.#duplicates = duplicates;
    this.#card = card;
    this.#announcer = announcer;
    this.#fields = new Editables(host.element);
    this.#copies = new CopyButtons(host.element);
    this.#menus = new Menus(host.element);
    this.#lists = new LateLists({ element: host.element, emit: host.emit, say: (text) => announcer.say(text) });
  }

  /** Called for each drawing. */
  view(glance: CardGlance): CardView {
    const { emit, record: source } = this.#host;
    const { table, record } = glance;
    if (this.#of !== `${table}/${record.id}`) {
      if (this.#of) this.#fields.close();
      this.#of = `${table}/${record.id}`;
    }
    this.#lists.entered(this.#fields.editing);
    if (this.#draft && this.#fields.editing !== this.#draft.field) this.#draft = undefined;
    const view: CardView = {
      ...glance, card: this.#card, fields: this.#fields, copies: this.#copies, menus: this.#menus, deeds: this.#deeds, vcard: this.#vcard, consent: this.#consent, source,
      save: (field, value) => {
        const problem = this.#save(glance, field, value);
        if (problem === undefined) void this.#duplicates.look(table, record, { [field]: value });
        return problem;
      },
      draft: (field) => this.#draftText(glance, field),
      edit: (field) => void this.#edit(field),
      listEditor: (field) => this.#lists.editor(view, field, this.#draft?.field === field ? this.#draft.entry.change.patch[field] : undefined),
      call: (phone) => emit<CallDetail>('vinculo-contact-call', { table, id: record.id, record, phone }, { cancelable: true }),
      email: (email) => emit<EmailDetail>('vinculo-contact-email', { table, id: record.id, record, email }, { cancelable: true }),
      message: (to) => this.#message(glance, to),
      complete: () => this.#complete(glance),
      undo: () => this.#undo(glance),
      carryOver: (entry) => this.#carryOver(glance, entry),
      editAgain: (entry, field) => void this.#edit(field, entry),
    };
    return view;
  }

  /** `entry`: the refused change that is written again. */
  async #edit(field: string, entry?: OutboxEntry): Promise<void> {
    const of = this.#of;
    if (isListField(field) && !((await this.#lists.load()) && of === this.#of)) return;
    this.#draft = entry && { entry, field };
    this.#fields.edit(field);
  }

  #draftText({ t }: CardGlance, field: string): string | undefined {
    const value = this.#draft?.field === field ? this.#draft.entry.change.patch[field] : undefined;
    return typeof value === 'string' ? value : Array.isArray(value) ? value.join(t('value.separator')) : undefined;
  }

  #problem({ t, label }: CardGlance, { field, reason, message }: FieldProblem): string {
    if (reason === 'required') return t('field.required', { field: label(field) });
    if (reason !== 'invalid') return message;
    return field === 'emails' ? t('card.emailWrong') : t('card.wrong', { field: label(field) });
  }

  #save(glance: CardGlance, field: string, value: unknown): string | undefined {
    const { emit } = this.#host;
    const card = this.#card;
    const { table, record, t, label } = glance;
    const patch = { [field]: value };
    const detail: ChangeDetail = { table, id: record.id, patch };
    const isCancelled = !emit<ChangeDetail>(table === 'contact' ? 'vinculo-contact-change' : 'vinculo-account-change', detail, { cancelable: true });
    if (isCancelled) return undefined;
    if (this.#draft?.field === field) {
      card.writes.resend(this.#draft.entry, patch);
      return undefined;
    }
    const written = card.writes.save(patch);
    if ('reason' in written) return this.#problem(glance, written);
    emit<ChangedDetail>(table === 'contact' ? 'vinculo-contact-changed' : 'vinculo-account-changed', { ...detail, change: written });
    this.#announcer.say(t('card.changed', { field: label(field) }));
    return undefined;
  }

  /** An edit that came after a merge is written to the record that stayed, as any other. */
  #carryOver(glance: CardGlance, entry: OutboxEntry): void {
    const { table, record } = glance;
    const patch = carriedOver(entry.change, record);
    const detail: ChangeDetail = { table, id: record.id, patch };
    if (!this.#host.emit<ChangeDetail>(table === 'contact' ? 'vinculo-contact-change' : 'vinculo-account-change', detail, { cancelable: true })) return;
    const written = this.#card.writes.save(patch);
    if ('reason' in written) return this.#announcer.say(this.#problem(glance, written));
    entry.discard();
    this.#host.emit<ChangedDetail>(table === 'contact' ? 'vinculo-contact-changed' : 'vinculo-account-changed', { ...detail, change: written });
    this.#announcer.say(glance.t('card.changed', { field: glance.label(Object.keys(patch)[0] ?? '') }));
  }

  #message(glance: CardGlance, to: { readonly phone?: PhoneItem; readonly social?: SocialItem }): void {
    const { table, record } = glance;
    const goesOn = this.#host.emit<MessageDetail>('vinculo-contact-message', { table, id: record.id, record, ...to }, { cancelable: true });
    if (!goesOn) return;
    const address = to.phone && safeUrl(phoneHref(to.phone).replace(/^tel:/, 'sms:'));
    if (address) location.assign(address);
    else if (to.social) void this.#copy(glance, to.social.handle);
  }

  async #copy({ t }: CardGlance, text: string): Promise<void> {
    this.#announcer.say((await toClipboard(text)) ? t('card.copiedText', { text }) : t('action.copyFailed'));
  }

  #complete({ t }: CardGlance): void {
    const { emit } = this.#host;
    const card = this.#card;
    const activity = card.next?.activity;
    if (!activity || !emit<CompleteDetail>('vinculo-activity-complete', { id: activity.id }, { cancelable: true })) return;
    card.complete(activity);
    emit<CompleteDetail>('vinculo-activity-completed', { id: activity.id });
    this.#announcer.say(t('card.doneSaid'));
  }

  #undo({ t }: CardGlance): void {
    this.#card.writes.undo();
    this.#announcer.say(t('card.undone'));
  }
}
