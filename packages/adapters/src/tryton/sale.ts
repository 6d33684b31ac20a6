import { customerOf } from './opportunity.ts';
import { type TrytonTable, systemFields, systemValues, target } from './table.ts';
import { type TrytonDate, type TrytonDecimal, dayText, moneyOf } from './values.ts';

/** Sales are made in Tryton; here they are shown. */
export const orderTable: TrytonTable = {
  table: 'order', model: 'sale.sale', parts: [], readonly: true,
  fields: [...systemFields, 'number', 'state', 'sale_date', 'party', 'party.categories', 'total_amount', 'currency.code', 'currency.digits'],
  held: ['number', 'kind', 'accountId', 'contactId', 'status', 'orderedAt', 'total'],
  domain: () => [],
  row(record, setting) {
    const currency = target(record, 'currency');
    const on = dayText(record['sale_date'] as TrytonDate | null);
    return {
      ...systemValues(record, []), number: String(record['number'] || `#${record.id}`), kind: 'order', ...customerOf(record, setting), status: String(record['state']), orderedAt: on && `${on}T00:00:00Z`,
      total: currency ? moneyOf(record['total_amount'] as TrytonDecimal | null, String(currency['code']), Number(currency['digits'])) : null,
    };
  },
};

/** Who works in Tryton. */
export const userTable: TrytonTable = {
  table: 'user', model: 'res.user', parts: [], readonly: true, fields: [...systemFields, 'name', 'email', 'active'], held: ['name', 'email', 'active'],
  domain: () => [],
  row: (record) => ({ ...systemValues(record, []), name: String(record['name']), email: (record['email']) || null, active: Boolean(record['active']) }),
};
