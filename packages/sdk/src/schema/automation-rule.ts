import { entity } from './entity.ts';
import { boolean, instant, integer, json, option, rank, required, tags, text, withDefault } from './field.ts';

/**
 * What the backend does by itself when records of an entity change, or when a time in them comes. `where` is a filter as in any query. Rules are looked
 * through in the order of `rank` and id, in the transaction of the change. docs/server.md has the actions.
 */
export const automationRule = entity({
  name: 'automationRule', plural: 'automationRules', title: 'name', residency: 'table',
  label: 'Automation rule', pluralLabel: 'Automation rules',
  fields: {
    name: required(text({ searchable: true })),
    active: withDefault(boolean(), true),
    rank: rank({ label: 'Place' }),
    table: required(text({ label: 'Entity' })),
    when: required(option({ create: 'Created', update: 'Changed', save: 'Created or changed', due: 'A time comes' })),
    /** Of changes: one of these fields was changed. Empty: any. */
    changed: tags({ label: 'Changed fields' }),
    where: json({ label: 'Condition' }),
    /** Of `due`: the field that holds the time. */
    dueField: text({ label: 'Time' }),
    /** Of `due`: so much after it; negative is before. */
    offsetMinutes: integer({ label: 'Minutes after it' }),
    /** `{ set, startSla, priority, assign, followUp, notify }`, any of them, done in this order. */
    actions: required(json()),
    /** Why the rule did not work when it was last tried. Emptied when the rule is saved. */
    lastError: text({ readonly: true }),
    failedAt: instant({ label: 'Last failed', readonly: true }),
    /** When it was last kept from answering its own changes. */
    stoppedAt: instant({ label: 'Loop stopped', readonly: true }),
  },
});
