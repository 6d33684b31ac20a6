import type { EmailItem, OutboxEntry, PhoneItem, SocialItem } from '@vinculo/sdk';
import type { TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Viewer } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import type { CopyButtons } from '../parts/copy.ts';
import type { Editables } from '../parts/editable.ts';
import type { LateDeeds } from '../deeds/late-deeds.ts';
import type { LateVcard } from '../vcard/late-vcard.ts';
import type { Menus } from '../parts/menu.ts';
import type { CardLate } from './card-late.ts';
import type { CardRecord } from './card-record.ts';
import type { CardRow, CardTable } from './card-rows.ts';
import type { LateConsent } from './late-consent.ts';
import type { ListField } from './late-lists.ts';
import type { ContactCardController } from './contact-card.controller.ts';

/** What any drawing of a card starts from: the record, and the ways to speak and format. */
export interface CardGlance extends Localized {
  readonly table: CardTable;
  readonly record: CardRow;
  readonly card: Pick<CardRecord, 'account' | 'status' | 'canEdit'>;
  readonly viewer: Viewer;
  /** The name of a field for people. */
  label(field: string): string;
  /** What the customer is worth, in a word. */
  worth(): unknown;
  open(table: string, id: string): void;
}

/** What the drawing functions of the whole card share: also what a person can do. */
export interface CardView extends CardGlance {
  readonly card: ContactCardController;
  readonly fields: Editables;
  readonly copies: CopyButtons;
  readonly menus: Menus;
  readonly deeds: Pick<LateDeeds, 'offered' | 'items' | 'chosen' | 'ask'>;
  readonly vcard: Pick<LateVcard, 'items' | 'chosen'>;
  readonly consent: Pick<LateConsent, 'ask'>;
  /** What the record is, and what the backend says of it. */
  readonly source: Pick<CardRecord, 'entity' | 'table' | 'description'>;
  /** Writes one field. Answers what is wrong with the value, or undefined. */
  save(field: string, value: unknown): string | undefined;
  /** The text a refused change held for this field, while it is being edited again. */
  draft(field: string): string | undefined;
  /** Opens a field, as a press on its pencil does. */
  edit(field: string): void;
  /** The editor of a list, where that is open. */
  listEditor(field: ListField): TemplateResult | undefined;
  /** These three raise the host's event; false: the browser should not follow the link. */
  call(phone: PhoneItem): boolean;
  email(email: EmailItem): boolean;
  message(to: { readonly phone?: PhoneItem; readonly social?: SocialItem }): void;
  complete(): void;
  undo(): void;
  editAgain(entry: OutboxEntry, field: string): void;
  /** Writes an edit that came after a merge to the record that stayed. */
  carryOver(entry: OutboxEntry): void;
}

/** The element, as what it loads later sees it. */
export interface CardHost {
  readonly element: VinculoElement;
  readonly record: CardRecord;
  late: CardLate | undefined;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
  /** By what duplicates are told, as the page wrote it. */
  readonly duplicates: () => string | undefined;
}
