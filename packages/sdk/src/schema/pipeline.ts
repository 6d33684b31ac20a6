import { entity } from './entity.ts';
import { boolean, currency, instant, integer, option, percent, rank, ref, required, tags, text, withDefault } from './field.ts';

/** The stages one kind of record moves through. `recordType` lets one entity have several. */
export const pipeline = entity({
  name: 'pipeline', plural: 'pipelines', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    table: required(text({ label: 'Entity' })),
    recordType: text(),
    currency: currency(),
    rank: rank({ label: 'Place' }),
    active: withDefault(boolean(), true),
  },
});

/** One step of a pipeline, and what it asks of a record. `allowedTo` empty: any stage of the pipeline. `rottingDays` 0 or empty: never. */
export const stage = entity({
  name: 'stage', plural: 'stages', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    pipelineId: required(ref('pipeline', 'remove')),
    category: required(option(['open', 'won', 'lost'])),
    rank: rank({ label: 'Place' }),
    probability: percent(),
    rottingDays: integer({ label: 'Days until it rots' }),
    requiredFields: tags(),
    allowedTo: tags({ label: 'May move to' }),
    workLimit: integer({ label: 'Soft limit' }),
  },
});

/** One move of one record through its process. Written by the backend. */
export const stageChange = entity({
  name: 'stageChange', plural: 'stageChanges', title: 'recordId', residency: 'query', partBy: 'recordId', readonly: true, unlogged: true,
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ label: 'Entity' })),
    recordId: required(text()),
    fromStageId: ref('stage', 'clear', { label: 'From' }),
    toStageId: ref('stage', 'clear', { label: 'To' }),
    at: required(instant({ label: 'When' })),
    /** How long the record stood in the stage it left. */
    seconds: integer({ label: 'Seconds in the stage before' }),
    byId: ref('user'),
  },
});
