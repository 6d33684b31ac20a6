import { entity } from './entity.ts';
import { ref, required, text } from './field.ts';

/** People who share customers and targets. */
export const team = entity({
  name: 'team', plural: 'teams', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    region: text(),
    leadId: ref('user', 'clear', { label: 'Team lead' }),
    parentId: ref('team', 'clear', { label: 'Part of' }),
  },
});
