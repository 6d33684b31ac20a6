import type { Subscription } from 'rxjs';
import { expect } from 'vitest';
import { account, aggregateRows, type AnyRow, type Change, compileOrder, compileWhere, type Group, groupName } from '../schema/index.ts';
import { resolveNow } from '../schema/now.ts';
import { accountIds, epoch, type Event, type Question, rowOf, type Schema } from './model-arbitraries.fixture.ts';
import type { Clock } from './clock.ts';
import { LocalAggregate } from './local-aggregate.ts';
import { LocalQuery } from './local-query.ts';
import type { Reader } from './reader.ts';
import type { GroupsResult, RowsResult } from './rows-result.ts';
import { applySteps } from './steps.ts';
import { Store } from './store.ts';

/** A clock that goes when it is told to, and calls what is due on the way. */
class Time implements Clock {
  #now = epoch;
  #calls: { readonly at: number; readonly call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const planned = { at: this.#now + milliseconds, call };
    this.#calls.push(planned);
    return () => void (this.#calls = this.#calls.filter((c) => c !== planned));
  }

  go(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#calls.filter((c) => c.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#calls = this.#calls.filter((c) => c !== next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }
}

/** Everything is in memory and always ready. */
const reader: Reader = {
  readsLocally: () => true,
  holdsPart: () => false,
  isHeld: () => false,
  answersLocally: () => true,
  want: () => () => {},
  standing: () => ({ status: 'ready' }),
  judge: () => ({ status: 'ready' }),
  query: () => Promise.reject(new Error('not asked')),
  aggregate: () => Promise.reject(new Error('not asked')),
  fetch: () => Promise.resolve(),
  keepAnswer: () => undefined, asking: () => { throw new Error('Everything is in memory.'); }, onHint: () => () => {},
};

interface Answer {
  readonly question: Question;
  readonly live: { readonly snapshot: RowsResult | GroupsResult };
  readonly subscriptions: readonly Subscription[];
  /** What was told last, and the rows that the steps told so far lead to. */
  told: RowsResult | GroupsResult | undefined;
  folded: readonly AnyRow[];
}

/** A store beside the plainest thing that could answer the same: rows in a map, own changes in a list, each answer worked out anew. */
export class World {
  readonly time: Time = new Time();
  readonly store: Store = new Store(this.time);
  readonly answers: Answer[] = [];
  readonly #schema: Schema;
  readonly #confirmed = new Map<string, AnyRow>();
  readonly #accounts = new Map<string, AnyRow>();
  #changes: Change[] = [];
  #counter = 0;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  get #e(): Schema['entity'] {
    return this.#schema.entity;
  }

  /** What a person should see, worked out from nothing but what happened. */
  #rows(): AnyRow[] {
    const rows = new Map(this.#confirmed);
    for (const c of this.#changes) {
      const held = rows.get(c.id);
      if (c.op === 'remove') rows.delete(c.id);
      else if (c.op === 'create') rows.set(c.id, { ...c.patch, id: c.id, createdAt: c.at, updatedAt: c.at });
      else if (held) rows.set(c.id, { ...held, ...c.patch, updatedAt: c.at });
    }
    return [...rows.values()];
  }

  #write(op: Change['op'], id: string, patch: Change['patch']): void {
    const at = new Date(this.time.now()).toISOString();
    this.#changes.push({ key: ['c', ++this.#counter], op, table: this.#e.name, id, patch, base: {}, at });
    this.#overlay(id);
  }

  #over(id: string): Change[] {
    return this.#changes.filter((c) => c.id === id);
  }

  #overlay(id: string): void {
    this.store.overlay(this.#e, id, this.#over(id));
  }

  happen(event: Event): void {
    switch (event.do) {
      case 'confirm': {
        const rows = event.rows.flatMap(({ row, values }) => (values ? [rowOf(`r${row}`, values, ++this.#counter)] : []));
        const removed = event.rows.flatMap(({ row, values }) => (values ? [] : [`r${row}`]));
        for (const row of rows) this.#confirmed.set(row.id, row);
        for (const id of removed) this.#confirmed.delete(id);
        return this.store.confirm(this.#e, rows, removed, event.origin);
      }
      case 'bulk': {
        // So many at once that lists are sorted anew.
        const rows = Array.from({ length: 220 }, (_, i) => rowOf(`b${i}`, event.values[i % event.values.length]!, ++this.#counter));
        for (const row of rows) this.#confirmed.set(row.id, row);
        return this.store.confirm(this.#e, rows, [], 'read');
      }
      case 'edit':
        return this.#write('update', `r${event.row}`, event.values);
      case 'create':
        return this.#write('create', `n${++this.#counter}`, event.values);
      case 'remove':
        return this.#write('remove', `r${event.row}`, {});
      case 'answer': {
        const change = this.#changes[event.entry];
        // The backend takes changes of one record in order.
        if (!change || this.#over(change.id)[0] !== change) return;
        this.#changes = this.#changes.filter((c) => c !== change);
        const id = event.minted && change.op === 'create' ? `m${++this.#counter}` : change.id;
        this.#changes = this.#changes.map((c) => (c.id === change.id ? { ...c, id } : c));
        const row = change.op === 'remove' ? undefined : rowOf(id, { ...this.#confirmed.get(id), ...change.patch, ...event.values }, ++this.#counter);
        if (row) this.#confirmed.set(id, row);
        else this.#confirmed.delete(id);
        if (id !== change.id) this.store.alias(this.#e.name, change.id, id);
        return this.store.replace(this.#e, id, row, this.#over(id), change.id);
      }
      case 'refuse': {
        const change = this.#changes[event.entry];
        this.#changes = this.#changes.filter((c) => c !== change);
        return change && this.#overlay(change.id);
      }
      case 'rename': {
        const id = accountIds[event.account]!;
        const row = event.name === undefined ? undefined : rowOf(id, { name: event.name }, ++this.#counter);
        if (row) this.#accounts.set(id, row);
        else this.#accounts.delete(id);
        return this.store.confirm(account, row ? [row] : [], row ? [] : [id], 'write');
      }
      case 'wait':
        return this.time.go(event.minutes * 60_000);
      case 'ask':
        return void this.answers.push(this.#ask(event.question));
      case 'leave': {
        const [answer] = this.answers.splice(event.answer, 1);
        return answer?.subscriptions.forEach((s) => s.unsubscribe());
      }
      case 'together':
        return this.store.step(() => event.events.forEach((e) => this.happen(e)));
    }
  }

  #ask(question: Question): Answer {
    if (question.ask === 'groups') {
      const { live } = new LocalAggregate(this.#e, { ...(question.where ? { where: question.where } : {}), groupBy: question.groupBy, measures: question.measures }, this.store, reader);
      const answer: Answer = { question, live, subscriptions: [], told: undefined, folded: [] };
      return Object.assign(answer, { subscriptions: [live.subscribe((r) => (answer.told = r))] });
    }
    const { where, orderBy, offset, limit, include } = question;
    const { live } = new LocalQuery(this.#e, { ...(where ? { where } : {}), orderBy, include, ...(offset === undefined ? {} : { offset }), ...(limit === undefined ? {} : { limit }) }, this.store, reader);
    const answer: Answer = { question, live, subscriptions: [], told: undefined, folded: [] };
    const subscriptions = [live.steps.subscribe((steps) => (answer.folded = applySteps(answer.folded, steps))), live.subscribe((r) => (answer.told = r))];
    return Object.assign(answer, { subscriptions });
  }

  check(): void {
    for (const answer of this.answers) {
      expect(answer.live.snapshot, 'what was told last is what stands').toBe(answer.told);
      if (answer.question.ask === 'rows') this.#checkRows(answer, answer.question);
      else this.#checkGroups(answer.live.snapshot as GroupsResult, answer.question);
    }
  }

  #matching(where: Question['where']): AnyRow[] {
    return this.#rows().filter(compileWhere(this.#e, resolveNow(this.#e, where, this.time.now())));
  }

  #checkRows(answer: Answer, { where, orderBy, offset = 0, limit = Infinity, include }: Extract<Question, { ask: 'rows' }>): void {
    const result = answer.live.snapshot as RowsResult;
    const all = this.#matching(where).sort(compileOrder(this.#e, orderBy));
    const rows = all.slice(offset, offset + limit);
    expect(result.rows).toEqual(rows);
    expect(result.total).toBe(all.length);
    expect(answer.folded, 'the steps lead to the rows').toEqual(rows);
    const named = new Set(include.flatMap((field) => rows.map((r) => r[field])));
    const related = new Map([...this.#accounts].filter(([id]) => named.has(id)));
    expect(result.related['account'] ?? new Map()).toEqual(related);
  }

  #checkGroups(result: GroupsResult, { where, groupBy, measures }: Extract<Question, { ask: 'groups' }>): void {
    const byName = (groups: readonly Group[]): Map<string, Group> => new Map(groups.map((g) => [groupName(groupBy, g.key), g]));
    expect(byName(result.groups)).toEqual(byName(aggregateRows(this.#e, this.#matching(where), groupBy, measures)));
  }

  close(): void {
    for (const { subscriptions } of this.answers) for (const s of subscriptions) s.unsubscribe();
    expect(this.store.nodes, 'nobody keeps up what nobody looks at').toEqual([]);
  }
}
