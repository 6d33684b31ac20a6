import { entity } from './entity.ts';
import { blob, boolean, instant, integer, json, ref, required, text, withDefault } from './field.ts';

/** A filter, order and set of columns someone kept under a name. */
export const savedView = entity({
  name: 'savedView', plural: 'savedViews', title: 'name', residency: 'table', unlogged: true,
  fields: {
    name: required(text()),
    table: required(text({ label: 'Entity' })),
    widget: text(),
    view: required(json()),
    ownerId: ref('user'),
    shared: withDefault(boolean(), false),
  },
});

/** A file kept with a record. A newer version names the one it follows. Its content is under `blobId`. */
export const attachment = entity({
  name: 'attachment', plural: 'attachments', title: 'name', residency: 'query', partBy: 'recordId',
  indexes: [['recordId'], ['blobId']],
  fields: {
    table: required(text({ label: 'Entity' })),
    recordId: required(text()),
    name: required(text({ label: 'File name', searchable: true })),
    type: text(),
    bytes: integer({ label: 'Size (bytes)' }),
    blobId: required(blob({ label: 'Content' })),
    followsId: ref('attachment', 'clear', { label: 'Newer version of' }),
    addedAt: instant({ label: 'Added' }),
  },
});

/** The history: one row per change of a record, whoever made it. The one source of history, live hints and automation. Written by the backend. */
export const historyEntry = entity({
  name: 'historyEntry', plural: 'history', title: 'op', residency: 'query', partBy: 'recordId', readonly: true, unlogged: true,
  label: 'Change',
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ label: 'Entity' })),
    recordId: required(text()),
    op: required(text({ label: 'What' })),
    /** Only the fields that changed, as they were. */
    before: json(),
    after: json(),
    byId: ref('user'),
    /** Which app made it: `intranet`, `import`, `automation`. */
    app: text(),
    /** What caused it: a command, a rule, another change. */
    cause: text(),
    at: required(instant({ label: 'When' })),
  },
});
