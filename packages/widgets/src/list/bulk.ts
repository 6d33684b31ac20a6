import type { AnyRow, Change, OutboxEntry, PendingChange, VinculoError } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { ListContext } from './context.ts';
import type { ListController } from './list.controller.ts';
import { matchingRows } from './matching-rows.ts';
import type { Work } from './work-on.ts';

/** Records that one question names by their ids. */
const idsAtOnce = 200;
/** Changes that are written before the page draws again. */
const slice = 100;
/** Refusals that are written out. */
const shownAtMost = 8;

interface Run {
  readonly what: 'change' | 'remove';
  readonly ids: ReadonlySet<string>;
  readonly changes: PendingChange[];
  /** What the declaration did not take, by name: it was never written. */
  readonly wrong: { readonly name: string; readonly why: string }[];
  written: boolean;
}

/**
 * Changes and deletes all picked records. Each change stands by itself, so that one that is refused holds back no other; the client sends them together.
 * What became of them is read from the outbox, so it is right after a reconnection too.
 */
export class Bulk {
  readonly #work: Work;
  readonly #list: ListController;
  #run: Run | undefined;

  constructor(work: Work, list: ListController) {
    this.#work = work;
    this.#list = list;
  }

  /** Whether the summary tells of a change. */
  isTold({ table, id }: Change): boolean { return table === this.#list.entity?.name && (this.#run?.ids.has(id) ?? false); }

  /** Sets fields of each picked record; an undefined patch leaves it as it is. `told` is what the page is told before and after. */
  async change(patchOf: (row: AnyRow) => Readonly<Record<string, unknown>> | undefined, told: object): Promise<void> {
    const { crm } = this.#work.host;
    const table = this.#list.entity!.name;
    await this.#each('change', 'vinculo-record-change', 'vinculo-record-changed', told, (row) => {
      const patch = patchOf(row);
      return patch && crm!.collection(table).update(row.id, patch);
    });
  }

  async remove(): Promise<void> {
    const { crm } = this.#work.host;
    const table = this.#list.entity!.name;
    await this.#each('remove', 'vinculo-record-remove', 'vinculo-record-removed', {}, (row) => crm!.collection(table).remove(row.id));
    this.#work.picks.clear();
  }

  async #each(what: Run['what'], before: `vinculo-${string}`, after: `vinculo-${string}`, told: object, write: (row: AnyRow) => PendingChange | undefined): Promise<void> {
    const { host, emit } = this.#work;
    const entity = this.#list.entity!;
    let rows: readonly AnyRow[];
    try {
      rows = await this.#picked();
    } catch (error) {
      this.#work.announcer.say(host.t('list.readFailed'));
      emit('vinculo-error', error as VinculoError);
      return;
    }
    const ids = rows.map(({ id }) => id);
    if (rows.length === 0 || !emit(before, { ...told, table: entity.name, ids }, { cancelable: true })) return;
    const run: Run = { what, ids: new Set(ids), changes: [], wrong: [], written: false };
    this.#run = run;
    for (const [i, row] of rows.entries()) {
      try {
        const change = write(row);
        if (change) run.changes.push(change);
      } catch (error) {
        run.wrong.push({ name: this.#list.titleOf(row), why: error instanceof Error ? error.message : String(error) });
      }
      if (i % slice === slice - 1) {
        host.requestUpdate();
        await new Promise((go) => setTimeout(go));
      }
    }
    run.written = true;
    emit(after, { ...told, table: entity.name, ids, changes: run.changes });
    this.#work.announcer.say(host.t(what === 'remove' ? 'list.removed' : 'list.changed', { count: run.changes.length }));
    host.requestUpdate();
  }

  /** All picked records as they are now, also those that were never in sight. */
  async #picked(): Promise<readonly AnyRow[]> {
    const { crm } = this.#work.host;
    const { selection } = this.#work.picks;
    const table = this.#list.entity!.name;
    const found: AnyRow[] = [];
    if (selection.all) {
      for await (const { rows } of matchingRows(crm!, table, { where: this.#list.where })) found.push(...rows.filter(({ id }) => selection.has(id)));
      return found;
    }
    const ids = [...selection.ids];
    for (let i = 0; i < ids.length; i += idsAtOnce) {
      for await (const { rows } of matchingRows(crm!, table, { where: { id: { in: ids.slice(i, i + idsAtOnce) } } })) found.push(...rows);
    }
    return found;
  }

  #undo(run: Run): void {
    for (const change of run.changes) change.undo();
    this.#run = undefined;
    this.#work.announcer.say(this.#work.host.t('list.undone'));
    this.#work.host.requestUpdate();
  }

  /** What became of the last change of many records. */
  view(on: ListContext): TemplateResult | typeof nothing {
    const run = this.#run;
    if (!run) return nothing;
    const { t } = on;
    const refused = on.list.parked.filter(({ change }) => run.ids.has(change.id));
    const waiting = [...on.list.unsynced].filter((id) => run.ids.has(id)).length;
    const done = run.changes.length - new Set(refused.map(({ change }) => change.id)).size;
    const close = (): void => { this.#run = undefined; this.#work.host.requestUpdate(); };
    const amiss = refused.length + run.wrong.length;
    return html`<div class="banner flush summary ${amiss > 0 ? 'warn' : ''}" part="summary" role="status">${icon(amiss > 0 ? 'warn' : 'check')}<div class="grow">
      <p class="bold">${t(run.what === 'remove' ? 'list.removed' : 'list.changed', { count: Math.max(0, done) })}${waiting > 0 ? html` <span class="fine text-2">${t('state.waiting', { count: waiting })}</span>` : nothing}</p>
      ${amiss > 0 ? html`<p>${t('list.refused', { count: amiss })}</p><ul class="whys">${refused.slice(0, shownAtMost).map((entry) => whyView(on, entry))}${run.wrong.slice(0, shownAtMost).map(({ name, why }) => html`<li><bdi class="bold">${name}</bdi> <span class="text-2">${why}</span></li>`)}${amiss > 2 * shownAtMost ? html`<li class="text-3">${t('list.parkedMore', { count: amiss - shownAtMost })}</li>` : nothing}</ul>` : nothing}
      <div class="row wrap">${refused.length > 0 ? html`<button type="button" class="btn small" @click=${() => { for (const entry of refused) entry.retry(); }}>${t('list.retryRefused')}</button><button type="button" class="btn small" @click=${() => { for (const entry of refused) entry.discard(); }}>${t('list.discardRefused')}</button>` : nothing}
        ${run.changes.length > 0 ? html`<button type="button" part="undo" class="btn small" ?disabled=${!run.written} @click=${() => this.#undo(run)}>${t('action.undo')}</button>` : nothing}</div>
    </div><button type="button" class="clear" aria-label=${t('action.close')} @click=${close}>${icon('x')}</button></div>`;
  }
}

/** Whose change was refused, and why. */
function whyView(on: ListContext, { change, reason, state }: OutboxEntry): TemplateResult {
  const { rows, entity } = on.list;
  const name = rows.at(rows.placeOf(change.id))?.[entity!.title] ?? change.base[entity!.title];
  const why = state === 'unknown' ? on.t('state.outcomeUnknown') : state === 'conflict' ? on.t('list.changedByOthers') : (reason?.message ?? '');
  return html`<li><button type="button" class="open" @click=${() => on.open(change.table, change.id)}><bdi>${typeof name === 'string' && name ? name : on.t('list.unnamed')}</bdi></button> <span class="text-2">${why}</span></li>`;
}
