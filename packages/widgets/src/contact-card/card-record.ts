import type { FieldAccess, Labels, VinculoError } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { RecordSource } from '../parts/record-source.ts';
import type { Account, CardRow } from './card-rows.ts';

/** Follows the customer itself: what the first drawing needs; the rest is in contact-card.controller.ts. */
export class CardRecord extends RecordSource<CardRow> {
  /** `failed` is told each failure of the record's query once. */
  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void) {
    super(host, failed, { entityOf: (crm, table) => crm?.collection(table).entity, include: ({ name }) => [name === 'contact' ? 'accountId' : 'parentId'] });
  }

  /** The account of a contact, or the parent of an account. */
  get account(): Account | undefined {
    const id = this.subject.table === 'contact' ? this.row?.accountId : this.row?.parentId;
    // The rows of `related` are untyped; the field names an account.
    return id ? (this.related('account', id) as Account | undefined) : undefined;
  }

  access(field: string): FieldAccess {
    return fieldAccess(this.table, field);
  }

  /** Before the backend said who may do what, everything may be tried; it judges. */
  canEdit(field: string): boolean {
    return (this.table?.update ?? !this.description) && this.access(field) === 'write' && !this.row?.erasedAt;
  }

  /** The label of a field. */
  fieldLabel(field: string): Labels | undefined { return this.entity?.fields[field]?.label; }

  /** The label of an option field's value: the backend's own list comes before the declaration's. */
  optionLabel(field: string, value: string): Labels | undefined {
    const options = this.table?.options?.[field] ?? this.entity?.fields[field]?.options;
    return options?.find((each) => each.value === value)?.label;
  }
}
