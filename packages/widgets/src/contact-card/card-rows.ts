import type { Entities, RowOf } from '@vinculo/sdk';

type Contact = RowOf<Entities['contact']>;
export type Account = RowOf<Entities['account']>;
export type Activity = RowOf<Entities['activity']>;
export type Link = RowOf<Entities['activityLink']>;
export type Consent = RowOf<Entities['consent']>;
export type Stage = RowOf<Entities['stage']>;
export type Ticket = RowOf<Entities['ticket']>;
export type Relationship = RowOf<Entities['relationship']>;
export type Affiliation = RowOf<Entities['affiliation']>;
export type Classification = RowOf<Entities['classification']>;
export type RecordTeam = RowOf<Entities['recordTeam']>;
export type User = RowOf<Entities['user']>;

export type CardTable = 'contact' | 'account';

/** A contact or an account: the fields of the other kind are absent. */
export type CardRow = Contact & Partial<Omit<Account, keyof Contact>>;
