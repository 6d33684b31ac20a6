import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FormView } from './field-words.ts';
import type { SavedReply } from './form-data.ts';

/** Words of three letters and more; of Chinese, Japanese and Korean, which write no spaces, each pair of characters. */
function termsOf(text: string): ReadonlySet<string> {
  const terms = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]{3,}/gu)) {
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word)) for (let i = 0; i < word.length - 1; i++) terms.add(word.slice(i, i + 2));
    else terms.add(word);
  }
  return terms;
}

/** Up to three kept answers that share the most words with the subject, best first. */
export function suggestionsFor(subject: string, replies: readonly SavedReply[]): readonly SavedReply[] {
  const wanted = termsOf(subject);
  if (wanted.size === 0) return [];
  const scored = replies.filter((reply) => reply.scope !== 'note').map((reply) => {
    const [inName, inBody] = [termsOf(reply.name), termsOf(reply.body)];
    let score = 0;
    for (const term of wanted) score += inName.has(term) ? 3 : inBody.has(term) ? 1 : 0;
    return { reply, score };
  });
  return scored.filter(({ score }) => score >= 2).sort((a, b) => b.score - a.score).slice(0, 3).map(({ reply }) => reply);
}

/** Opens in place, unless the page shows it itself. */
function opening(view: FormView, id: string, event: Event): void {
  const { open } = (event.currentTarget as HTMLElement).parentElement as HTMLDetailsElement; // it is listened to on the heading alone
  if (!open && !view.openReply(id)) event.preventDefault();
}

/** What may answer it before it is sent; nothing where nothing fits. */
export function suggestionsView(view: FormView): TemplateResult | typeof nothing {
  const found = view.controller.suggestions;
  if (found.length === 0) return nothing;
  return html`<div part="suggestions" class="suggestions" role="group" aria-labelledby="suggestions"><span id="suggestions" class="fine text-3">${view.t('ticket.mayAnswer')}</span>${
    repeat(found, ({ id }) => id, (each) => html`<details part="suggestion" name="suggestion"><summary part="suggestion-title" class="link" @click=${(event: Event) => opening(view, each.id, event)}><bdi>${each.name}</bdi></summary><p part="suggestion-text" class="words fine"><bdi>${each.body}</bdi></p></details>`)}</div>`;
}
