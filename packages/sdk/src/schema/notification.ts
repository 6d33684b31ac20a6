import { entity } from './entity.ts';
import { instant, ref, required, text } from './field.ts';

/** Something a member of staff is told inside the pages they work in. Rows come with the live hint like any other; `readAt` is set by whoever was told. */
export const notification = entity({
  name: 'notification', plural: 'notifications', title: 'text', residency: 'query', unlogged: true,
  indexes: [['userId', 'at']],
  fields: {
    userId: required(ref('user', 'remove', { label: 'For' })),
    /** Why: `assigned`, `invited` (to a meeting), `mentioned`, `answered` (the customer wrote), `late`, `failed` (the server gave something up), `rule`. */
    kind: text(),
    text: required(text({ personal: true })),
    at: required(instant({ label: 'When' })),
    /** The record it is about. */
    table: text({ label: 'Entity' }),
    recordId: text({ label: 'Record' }),
    readAt: instant({ label: 'Read' }),
  },
});
