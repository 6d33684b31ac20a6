import type { PendingChange, VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { deedStyles } from '../deeds/deed.styles.ts';
import { consentEnglish } from '../messages/en-consent.ts';
import { addEnglish } from '../messages/message.ts';
import { Dialog } from '../parts/dialog.ts';
import type { ConsentDetail, ConsentedDetail } from './card-events.ts';
import { channelName } from '../parts/known-words.ts';
import { consentName, purposeName } from './labels.ts';
import type { ConsentHost, ConsentSubject } from './late-consent.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(consentEnglish);

export const sheets: readonly CSSResult[] = [deedStyles];

const purposes = ['newsletter', 'offers', 'service'];
const channels = ['email', 'phone', 'sms', 'post'];

/** Notes what a person agreed to, or no longer does: one row more, the newest counts. A customer says it of themself. */
export class ConsentDialog {
  readonly #host: ConsentHost;
  readonly #dialog: Dialog;
  #subject: ConsentSubject | undefined;
  #channel = '';

  constructor(host: ConsentHost) {
    this.#host = host;
    this.#dialog = new Dialog(host.element);
  }

  open(subject: ConsentSubject): void {
    this.#subject = subject;
    this.#channel = subject.about?.channel ?? channels[0]!;
    this.#dialog.open();
  }

  render(): TemplateResult | typeof nothing {
    const { element: w, subject: shown } = this.#host;
    // The card may have gone on to somebody else.
    if (shown()?.contactId !== this.#subject?.contactId) this.#subject = undefined;
    const subject = this.#subject;
    if (!subject) return nothing;
    const { about, known, name, isOwn } = subject;
    const select = (field: 'purpose' | 'channel', label: string, values: readonly string[], chosen: string | undefined, word: (value: string) => string): TemplateResult => html`<div class="field"><label for=${`consent-${field}`}>${label}</label><select class="input" id=${`consent-${field}`} name=${field}
      @change=${(event: Event) => { if (field === 'channel') { this.#channel = (event.currentTarget as HTMLSelectElement).value; w.requestUpdate(); } }}>${[...new Set([...(chosen ? [chosen] : []), ...known.map((each) => each[field]), ...values])].map((value) => html`<option value=${value} ?selected=${value === chosen}>${word(value)}</option>`)}</select></div>`;
    // Consent is never ticked beforehand; its end may be.
    const answer = (value: string, label: string): TemplateResult => html`<label class="choice"><span class="row"><input type="radio" name="answer" value=${value} required .defaultChecked=${value === 'no' && about?.state === 'given'}>${label}</span></label>`;
    return this.#dialog.render({
      title: w.t('consent.title', { name: `\u2068${name}\u2069` }), confirm: w.t('consent.save'),
      body: this.#dialog.isOpen ? html`${select('purpose', w.t('consent.purpose'), purposes, about?.purpose, (value) => purposeName(subject.words, value))}${select('channel', w.t('consent.channel'), channels, this.#channel, (value) => channelName(subject.words, value))}
        <fieldset class="choices"><legend class="bold">${w.t('consent.answer')}</legend>${answer('yes', w.t('consent.yes'))}${answer('no', w.t('consent.no'))}</fieldset>
        ${isOwn ? (this.#channel === 'email' ? html`<p class="fine text-2">${w.t('consent.mailed')}</p>` : nothing) : html`<div class="field"><label for="consent-source">${w.t('consent.source')} <span class="fine text-3">${w.t('field.optional')}</span></label><input class="input" id="consent-source" name="source" maxlength="200" dir="auto" autocomplete="off"></div>`}` : nothing,
      done: (fields) => this.#write(subject, fields),
    });
  }

  #write({ crm, contactId, known, isOwn, app, words }: ConsentSubject, fields: FormData): void {
    const { emit, say, element: w } = this.#host;
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    const [purpose, channel] = [text('purpose'), text('channel')];
    const before = known.find((each) => each.purpose === purpose && each.channel === channel)?.state;
    // Anybody who is signed in may have written any address into their record: that of a mail is asked.
    const agreed = isOwn && channel === 'email' ? 'asked' : 'given';
    const state = text('answer') === 'yes' ? agreed : before === 'given' || before === 'asked' ? 'withdrawn' : 'refused';
    const source = isOwn ? app : text('source');
    const values = { contactId, purpose, channel, state, at: new Date().toISOString(), ...(source ? { source } : {}) } as const;
    if (!emit<ConsentDetail>('vinculo-consent-create', { values }, { cancelable: true })) return;
    const change: PendingChange = crm.consents.create(values);
    change.synced.catch((error: VinculoError) => void emit<VinculoError>('vinculo-error', error));
    emit<ConsentedDetail>('vinculo-consent-created', { values, id: change.id, change });
    say(w.t('consent.saved', { consent: consentName(words, values) }));
  }
}
