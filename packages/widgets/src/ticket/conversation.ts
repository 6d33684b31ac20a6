import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatBytes } from '../format/number.ts';
import type { MessageKey } from '../messages/message.ts';
import { avatar } from '../parts/avatar.ts';
import { icon } from '../parts/icon.ts';
import { timeWhen } from '../parts/time.ts';
import type { TicketMessage } from './ticket-rows.ts';
import type { TicketGlance } from './ticket-view.ts';

const channels: Readonly<Record<string, MessageKey & `desk.by${string}`>> = { form: 'desk.byForm', email: 'desk.byEmail', phone: 'desk.byPhone', wechat: 'desk.byWechat', wecom: 'desk.byWecom', chat: 'desk.byChat' };

/** A mail system may hold markup where others hold words: then the text begins with a block of it. */
const markup = /^\s*<(?:!doctype|html|body|div|p|table|ul|ol|h[1-6]|blockquote|span|font|br)\b[^>]*>/i;

/** The messages, oldest first, with a way to earlier ones. */
export function conversation(glance: TicketGlance, showEarlier: () => void): TemplateResult {
  const { w, record } = glance;
  const { earlier, messages } = record;
  return html`<section part="conversation" class="conv" aria-label=${w.t('desk.conversation')}>
    ${earlier ? html`<button type="button" part="earlier" class="btn quiet small earlier" @click=${showEarlier}>${w.t('desk.earlier', { count: earlier })}</button>` : nothing}
    ${messages.length === 0 ? firstWords(glance) : repeat(messages, ({ id }) => id, (message) => messageView(glance, message))}</section>`;
}

/** A ticket without messages: what was asked stands in the ticket itself, or nobody wrote anything yet. */
function firstWords({ w, ticket, record }: TicketGlance): TemplateResult {
  if (record.messagesFailed) return html`<p class="text-2" role="alert">${w.t('state.failed', { what: w.t('desk.conversation') })} <button type="button" class="link" @click=${() => record.retry()}>${w.t('action.tryAgain')}</button></p>`;
  return ticket.description ? html`<p class="words"><bdi>${ticket.description}</bdi></p>` : html`<p class="text-3">${w.t('desk.noMessages')}</p>`;
}

function messageView(glance: TicketGlance, message: TicketMessage): TemplateResult {
  const { w, record, viewer, beside } = glance;
  const { side, name } = record.author(message);
  const who = name ?? w.t(side === 'staff' ? 'desk.service' : 'desk.guest');
  const note = message.internal === true;
  const key = message.channel && Object.hasOwn(channels, message.channel) ? channels[message.channel] : undefined;
  const said = note ? html`<span class="fine warn bold">${w.t('desk.note')}</span>` : key ? html`<span class="fine text-3 via">${w.t(key)}</span>` : nothing;
  return html`<article part="message ${note ? 'note' : side}" class="msg ${note ? 'note' : side}" data-message=${message.id} aria-label=${w.t(note ? 'desk.noteBy' : 'desk.messageBy', { name: who })}>
    ${avatar(who)}<div class="row says"><bdi class="bold">${who}</bdi>${said}<span class="row tight end fine text-3">${timeWhen(viewer, message.at, { focusable: true })}${beside?.(message) ?? nothing}</span></div>
    <div part="message-body" class="body">${words(glance, message)}${files(glance, message)}</div></article>`;
}

function words({ foreign }: TicketGlance, message: TicketMessage): unknown {
  const { body } = message;
  return (markup.test(body) ? foreign?.(message) : undefined) ?? html`<p class="words"><bdi>${body}</bdi></p>`;
}

function files({ w, record, save }: TicketGlance, message: TicketMessage): unknown {
  const wanted = (message.attachmentIds ?? []).length;
  if (wanted === 0) return nothing;
  const known = record.files(message);
  const missing = wanted - known.length;
  return html`<ul class="files">${repeat(known, ({ id }) => id, (file) => html`<li><button type="button" part="file" class="tag file" title=${w.t('desk.saveFile', { name: file.name })} @click=${() => save(file)}>${icon('clip')}<bdi class="cut">${file.name}</bdi>${
    typeof file.bytes === 'number' ? html`<span class="text-3 num">${formatBytes(w.locale, file.bytes)}</span>` : nothing}</button></li>`)}${missing > 0 ? html`<li class="tag">${icon('clip')}${w.t('desk.filesMissing', { count: missing })}</li>` : nothing}</ul>`;
}
