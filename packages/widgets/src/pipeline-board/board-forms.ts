import type { OutboxEntry, Result } from '@vinculo/sdk';
import type { account, AnyRow, RowOf, Where } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import type { ReactiveController } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { Dialog } from '../parts/dialog.ts';
import { type Choice, formField, type FormContext, readForm } from './move-form.ts';
import type { CardFocus } from './card-focus.ts';
import type { Moves } from './moves.ts';
import type { BoardController, Stage } from './pipeline-board.controller.ts';

type Account = RowOf<typeof account>;

/** Fields of a move that say where, not what. */
const whereabouts = new Set(['stageId', 'pipelineId', 'rank']);

/** The board's one dialog: what a stage asks for before a move, a new deal, a refused change to mend. */
export class BoardForms implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #moves: Moves;
  readonly #cards: CardFocus;
  readonly #dialog: Dialog;
  readonly #accounts: LiveController<Result<Account>>;
  #choices: ReadonlyMap<string, readonly Choice[]> = new Map();
  #lostReason = '';
  #creating: Stage | undefined;
  #mending: OutboxEntry | undefined;
  #accountText = '';
  #chosen: { readonly name: string; readonly account: Account } | undefined;

  constructor(host: VinculoElement, board: BoardController, moves: Moves, cards: CardFocus) {
    this.#host = host;
    this.#board = board;
    this.#moves = moves;
    this.#cards = cards;
    this.#dialog = new Dialog(host);
    this.#accounts = new LiveController(host, () => this.#checkAccount());
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm } = this.#host;
    const text = this.#accountText.trim();
    this.#accounts.watch([crm, this.#creating ? text : undefined], () => crm!.accounts.query({ ...(text ? { where: { search: text } } : {}), orderBy: ['name'], limit: 20 }));
    if (this.#moves.question && !this.#dialog.isOpen && !this.#creating && !this.#mending) this.#open(this.#moves.question.fields);
  }

  #open(fields: readonly string[]): void {
    this.#lostReason = '';
    void this.#loadChoices(fields);
    this.#dialog.open();
  }

  async #loadChoices(fields: readonly string[]): Promise<void> {
    const { crm } = this.#host;
    const { entity } = this.#board;
    const loaded = new Map<string, readonly Choice[]>();
    for (const name of fields) {
      const table = entity.fields[name]?.ref?.table;
      if (!table) continue;
      const rows = crm!.collection(table);
      // A list that cannot be had leaves the field empty; the backend then says what is missing.
      const ask = (where: Where): Promise<Result<AnyRow> | undefined> => rows.query({ where, orderBy: [rows.entity.title], limit: 500 }).once().catch(() => undefined);
      const known = name === 'competitorId' ? await ask({ roles: { has: 'competitor' } }) : undefined;
      const found = known && known.rows.length > 0 ? known : await ask({});
      loaded.set(name, (found?.rows ?? []).map((row) => ({ value: row.id, label: String(row[rows.entity.title] ?? row.id) })));
    }
    this.#choices = loaded;
    this.#host.requestUpdate();
  }

  create(stageId: string): void {
    this.#creating = this.#board.stageOf(stageId);
    this.#accountText = '';
    this.#chosen = undefined;
    this.#open(this.#extra());
  }

  /** Fields that can be set otherwise in a change that was refused; none: it can only be sent again or dropped. */
  mendable(entry: OutboxEntry): readonly string[] {
    const { fields } = this.#board.entity;
    const named = (entry.reason?.problems ?? []).map((each) => each.field).filter((each) => fields[each] && !whereabouts.has(each) && this.#board.sets(each));
    return named.length > 0 ? [...new Set(named)] : Object.keys(entry.change.patch).filter((each) => fields[each] && !whereabouts.has(each) && each !== 'ownerId' && this.#board.sets(each));
  }

  mend(entry: OutboxEntry): void {
    this.#mending = entry;
    this.#open(this.mendable(entry));
  }

  /** Required in the stage of a new deal, beside what is always asked. */
  #extra(): readonly string[] {
    const own = new Set(['name', 'company', 'amount', 'accountId']);
    return (this.#creating?.requiredFields ?? []).filter((each) => !own.has(each) && this.#board.sets(each));
  }

  #context(): FormContext {
    const host = this.#host;
    return {
      locale: host.locale, t: (key, ...values) => host.t(key, ...values), entity: this.#board.entity, currency: this.#board.currency, currencies: this.#board.figures.currencies,
      choices: this.#choices, options: this.#board.options, lostReason: this.#lostReason,
      changeLostReason: (value) => { this.#lostReason = value; host.requestUpdate(); },
    };
  }

  render(): TemplateResult {
    const { question } = this.#moves;
    if (this.#dialog.isOpen && this.#creating) return this.#renderCreate(this.#creating);
    if (this.#dialog.isOpen && this.#mending) return this.#renderMend(this.#mending);
    const on = this.#dialog.isOpen && question ? this.#context() : undefined;
    return this.#dialog.render({
      title: !question ? '' : question.deals.length > 1 ? this.#host.t('board.moveCountTo', { count: question.deals.length, stage: question.stage.name }) : this.#host.t('board.moveTitle', { deal: `\u2068${question.deal.name}\u2069`, stage: question.stage.name }),
      body: on && question ? question.fields.map((name) => formField(on, name, question.deals.length > 1 ? undefined : question.deal[name as keyof typeof question.deal], name !== 'competitorId' || (question.stage.requiredFields ?? []).includes(name))) : nothing,
      confirm: question ? this.#host.t('board.moveToStage', { stage: question.stage.name }) : '',
      done: (form) => {
        const id = question?.deal.id;
        if (question) this.#moves.answer(readForm({ entity: this.#board.entity, locale: this.#host.locale }, question.fields, form));
        void this.#host.updateComplete.then(() => this.#cards.focus(id));
      },
      cancelled: () => {
        const id = question?.deal.id;
        this.#moves.cancel();
        void this.#host.updateComplete.then(() => this.#cards.focus(id));
      },
    });
  }

  #renderCreate(stage: Stage): TemplateResult {
    const on = this.#context();
    const names = ['name', 'company', 'amount', ...this.#extra()].filter((each) => this.#board.sets(each));
    const needs = new Set(['name', ...(stage.requiredFields ?? [])]);
    const accounts = this.#accounts.value;
    return this.#dialog.render({
      title: this.#host.t('board.addTo', { stage: stage.name }),
      body: html`${formField(on, 'name', undefined)}${this.#board.sets('company') ? formField(on, 'company', undefined, needs.has('company')) : nothing}${this.#board.sets('amount') ? formField(on, 'amount', undefined, needs.has('amount')) : nothing}${
        !this.#board.sets('accountId') || accounts?.status === 'forbidden' || accounts?.status === 'unsupported' ? nothing : this.#accountField(needs.has('accountId'))}${this.#extra().map((name) => formField(on, name, undefined))}`,
      confirm: this.#host.t('action.add'),
      done: (form) => {
        const accountId = this.#accountNamed(String(form.get('account') ?? ''))?.id;
        const values = { ...readForm({ entity: this.#board.entity, locale: this.#host.locale }, names, form), ...(accountId ? { accountId } : {}) };
        this.#creating = undefined;
        this.#moves.create(stage, values);
      },
      cancelled: () => { this.#creating = undefined; },
    });
  }

  #accountField(required: boolean): TemplateResult {
    const on = this.#host;
    return html`<div class="field"><label for="field-account">${on.t('field.account')}${required ? nothing : html` <span class="fine text-3">${on.t('field.optional')}</span>`}</label>
      <input class="input" id="field-account" name="account" list="accounts" autocomplete="off" ?required=${required} @input=${(event: Event) => this.#typedAccount((event.currentTarget as HTMLInputElement).value)}>
      <datalist id="accounts">${[...toldApart(this.#accounts.value?.rows ?? []).keys()].map((name) => html`<option value=${name}></option>`)}</datalist></div>`;
  }

  #typedAccount(text: string): void {
    this.#accountText = text;
    this.#checkAccount();
    this.#host.requestUpdate();
  }

  /** What was chosen stays so, also where what it is called is nothing that is searched for. */
  #accountNamed(text: string): Account | undefined {
    const name = text.trim();
    const account = toldApart(this.#accounts.value?.rows ?? []).get(name);
    if (account) this.#chosen = { name, account };
    return this.#chosen?.name === name ? this.#chosen.account : undefined;
  }

  // The browser's own check of the form holds back a name that is no account.
  #checkAccount(): void {
    const input = this.#host.renderRoot.querySelector<HTMLInputElement>('#field-account');
    input?.setCustomValidity(input.value.trim() && !this.#accountNamed(input.value) ? this.#host.t('board.chooseAccount') : '');
  }

  #renderMend(entry: OutboxEntry): TemplateResult {
    const on = this.#context();
    const names = this.mendable(entry);
    const row = this.#board.dealOf(entry.change.id) as Readonly<Record<string, unknown>> | undefined;
    const { patch } = entry.change;
    const { fields } = this.#board.entity;
    const isNeeded = (name: string): boolean => fields[name]?.presence === 'required' || (entry.reason?.problems ?? []).some(({ field, reason }) => field === name && reason.startsWith('required'));
    // What the change emptied is empty, whatever the record holds.
    const held = (name: string): unknown => (name in patch ? patch[name] : row?.[name]);
    return this.#dialog.render({
      title: this.#host.t('board.mend', { deal: String(row?.['name'] ?? patch['name'] ?? '') }),
      body: names.map((name) => formField(on, name, held(name), isNeeded(name))),
      confirm: this.#host.t('action.send'),
      done: (form) => {
        this.#mending = undefined;
        entry.edit({ ...Object.fromEntries(names.map((name) => [name, null])), ...readForm({ entity: this.#board.entity, locale: this.#host.locale }, names, form) });
      },
      cancelled: () => { this.#mending = undefined; },
    });
  }
}

/** Accounts by what they are called in the list: those of one name also by where they are, or by what else is known of them. */
function toldApart(accounts: readonly Account[]): ReadonlyMap<string, Account> {
  const names = new Map<string, Account>();
  for (const account of accounts) {
    const { name, addresses, website, emails } = account;
    const hint = accounts.some((other) => other !== account && other.name === name) ? (addresses?.find(({ city }) => city)?.city ?? emails?.[0]?.value ?? website ?? '') : '';
    const full = [name, hint].filter(Boolean).join(' · ');
    let told = full;
    for (let n = 2; names.has(told); n++) told = `${full} ${n}`;
    names.set(told, account);
  }
  return names;
}
