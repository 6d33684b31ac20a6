import { entity } from './entity.ts';
import { instant, json, ref, required, text } from './field.ts';

/** That one record was made part of another, and what is needed to take it back. Written by the commands merge and unmerge. */
export const mergeRecord = entity({
  name: 'mergeRecord', plural: 'mergeRecords', title: 'fromId', residency: 'query', partBy: 'recordId', readonly: true, unlogged: true,
  label: 'Merge', pluralLabel: 'Merges',
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ label: 'Entity' })),
    /** The record that stayed. */
    recordId: required(text()),
    /** The record that went. */
    fromId: required(text({ label: 'Merged record' })),
    at: required(instant({ label: 'When' })),
    byId: ref('user'),
    /** Empty once it can no longer be taken back. */
    undo: json({ label: 'To take it back' }),
    undoneAt: instant({ label: 'Taken back' }),
  },
});
