import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../parts/icon.ts';
import type { FilterSubject } from './filter-subject.ts';
import { ruleText } from './filter-words.ts';

/** What is filtered: a chip for each condition, which opens it, and a cross that takes it off. `beside` stands at the end. Nothing where nothing is filtered. */
export function filterChips(of: FilterSubject, { open, clear, beside = nothing }: { open: (at: number) => void; clear: () => void; beside?: unknown }): TemplateResult | typeof nothing {
  const { host } = of;
  const shown = of.rules.flatMap((rule, at) => {
    const field = of.field(rule.field);
    return field ? [{ rule, at, text: ruleText(of, field, rule) }] : [];
  });
  if (shown.length === 0) return nothing;
  const remove = (at: number): void => {
    of.set(of.rules.filter((_, i) => i !== at));
    void keepFocus(of, at);
  };
  const clearAll = (): void => {
    clear();
    void keepFocus(of, 0);
  };
  return html`<div class="chips" part="filters" role="group" aria-label=${host.t('filter.title')}>${repeat(shown, ({ at, rule }) => `${at} ${rule.field}`, ({ at, text }) => html`<span class="chip on" part="chip"><button type="button" class="chip-text" @click=${() => open(at)}><bdi>${text}</bdi></button><button type="button" class="clear" aria-label=${host.t('filter.remove', { filter: text })} @click=${() => remove(at)}>${icon('x', 'small')}</button></span>`)}<button type="button" class="btn small quiet" part="button" @click=${clearAll}>${host.t('filter.clear')}</button>${beside}</div>`;
}

/** The focus goes to the chip in the place of the one that went, and after the last one to what makes a new one. */
async function keepFocus({ host, opener }: FilterSubject, at: number): Promise<void> {
  await host.updateComplete;
  const crosses = host.renderRoot.querySelectorAll<HTMLElement>('[part=chip] .clear');
  const makers = [...host.renderRoot.querySelectorAll<HTMLElement>(opener)];
  (crosses[Math.min(at, crosses.length - 1)] ?? makers.find((each) => each.getClientRects().length > 0))?.focus();
}
