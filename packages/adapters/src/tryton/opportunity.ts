import type { AnyRow, Money } from '@vinculo/sdk/schema';
import { isPerson } from './party.ts';
import { type Setting, type TrytonRecord, type TrytonTable, cannotHold, recordNumber, systemFields, systemValues, target } from './table.ts';
import { type TrytonDate, type TrytonDecimal, day, dayText, decimal, moneyOf } from './values.ts';

const pipelineId = 'tryton-opportunity';
const stageOf = (state: string): string => `${pipelineId}-${state}`;

interface State {
  readonly name: string;
  readonly category: 'open' | 'won' | 'lost';
  /** The button that leads here; none: Tryton moves records here by itself. */
  readonly button?: string;
  readonly to: readonly string[];
}

/** The states of an opportunity and the ways between them, as Tryton's workflow has them for people. */
const states: Readonly<Record<string, State>> = {
  lead: { name: 'Lead', category: 'open', button: 'lead', to: ['opportunity', 'lost', 'cancelled'] },
  opportunity: { name: 'Opportunity', category: 'open', button: 'opportunity', to: ['lead', 'converted', 'lost', 'cancelled'] },
  converted: { name: 'Converted', category: 'open', button: 'convert', to: [] },
  won: { name: 'Won', category: 'won', to: [] },
  lost: { name: 'Lost', category: 'lost', button: 'lost', to: ['lead'] },
  cancelled: { name: 'Cancelled', category: 'lost', button: 'cancel', to: ['lead'] },
};

export const pipelineRows: readonly AnyRow[] = [{ id: pipelineId, version: '1', name: 'Opportunities', table: 'deal', rank: 'a', active: true }];
export const stageRows: readonly AnyRow[] = Object.entries(states).map(([state, { name, category, to }], i) => ({
  // An empty list would allow every move: a state that people cannot leave allows only itself.
  id: stageOf(state), version: '1', name, pipelineId, category, rank: 'abcdef'[i]!, allowedTo: (to.length > 0 ? to : [state]).map(stageOf),
}));

/** With whom, by the one party that Tryton keeps. */
export function customerOf(record: TrytonRecord, setting: Setting): { accountId: string | null; contactId: string | null } {
  const party = target(record, 'party');
  if (!party) return { accountId: null, contactId: null };
  return isPerson(party, setting) ? { accountId: null, contactId: String(party.id) } : { accountId: String(party.id), contactId: null };
}

function partyFrom(patch: Readonly<Record<string, unknown>>, current: AnyRow | undefined): { party?: number | null } {
  const next = { accountId: current?.['accountId'] ?? null, contactId: current?.['contactId'] ?? null, ...('accountId' in patch ? { accountId: patch['accountId'] ?? null } : {}), ...('contactId' in patch ? { contactId: patch['contactId'] ?? null } : {}) };
  if (!('accountId' in patch) && !('contactId' in patch)) return {};
  if (next.accountId !== null && next.contactId !== null) {
    // Naming the other side replaces the one before; naming both at once is more than Tryton keeps.
    if (patch['accountId'] && patch['contactId']) throw cannotHold('deal', 'contactId', 'Tryton keeps one party per opportunity: name the account or the contact');
    if (patch['accountId']) next.contactId = null;
    else next.accountId = null;
  }
  const id = next.accountId ?? next.contactId;
  return { party: id === null ? null : recordNumber('deal', next.accountId === null ? 'contactId' : 'accountId', id) };
}

export const dealTable: TrytonTable = {
  table: 'deal', model: 'sale.opportunity', parts: [],
  fields: [...systemFields, 'number', 'description', 'party', 'party.categories', 'amount', 'conversion_probability', 'start_date', 'end_date', 'comment', 'lost_reason', 'state'],
  held: ['pipelineId', 'stageId', 'name', 'accountId', 'contactId', 'amount', 'probability', 'startedOn', 'closedAt', 'lostReason', 'description'],
  access: { closedAt: 'read' },
  domain: () => [],
  row(record, setting) {
    const state = String(record['state']);
    const end = states[state]?.category === 'open' ? null : dayText(record['end_date'] as TrytonDate | null);
    return {
      ...systemValues(record, []), name: String(record['description'] || record['number']), pipelineId, stageId: stageOf(state), ...customerOf(record, setting),
      amount: moneyOf(record['amount'] as TrytonDecimal | null, setting.currency, setting.currencyDigits),
      probability: Math.round(Number(record['conversion_probability']) * 10_000) / 100, startedOn: dayText(record['start_date'] as TrytonDate | null),
      closedAt: end && `${end}T00:00:00Z`, lostReason: (record['lost_reason']) || null, description: (record['comment']) || null,
    };
  },
  values(patch, current, { context, currency, currencyDigits }) {
    const amount = patch['amount'] as Money | null | undefined;
    if (amount && amount.currency !== currency) throw cannotHold('deal', 'amount', `Tryton keeps amounts in ${currency}, the currency of the company`);
    if (patch['pipelineId'] !== undefined && patch['pipelineId'] !== pipelineId) throw cannotHold('deal', 'pipelineId', 'Tryton has one pipeline of opportunities');
    // Tryton always keeps both; a new record gets its defaults.
    for (const field of ['probability', 'startedOn']) if (current && patch[field] === null) throw cannotHold('deal', field, 'Tryton does not let it be empty');
    const set = (field: string, name: string, value: (v: NonNullable<unknown>) => unknown = (v) => v): Record<string, unknown> => {
      const given = patch[field];
      return given === undefined ? {} : { [name]: given === null ? null : value(given) };
    };
    return Promise.resolve({
      ...(current ? {} : { company: context['company'] ?? null }),
      ...set('name', 'description'), ...partyFrom(patch, current?.row), ...set('amount', 'amount', (v) => decimal(v as Money, currencyDigits)),
      ...(typeof patch['probability'] === 'number' ? { conversion_probability: patch['probability'] / 100 } : {}),
      ...(typeof patch['startedOn'] === 'string' ? { start_date: day(patch['startedOn']) } : {}), ...set('lostReason', 'lost_reason'), ...set('description', 'comment'),
    });
  },
  transition(patch, current) {
    const to = patch['stageId'];
    if (to === undefined || to === (current?.['stageId'] ?? stageOf('lead'))) return undefined;
    const button = Object.entries(states).find(([state]) => stageOf(state) === to)?.[1].button;
    if (button === undefined) throw cannotHold('deal', 'stageId', to === stageOf('won') ? 'Tryton moves an opportunity to Won by itself, when its sales are confirmed' : `There is no stage ${String(to)}`);
    return button;
  },
};
