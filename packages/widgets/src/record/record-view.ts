import type { AnyRow, Entity, OutboxEntry } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Announcer } from '../parts/announcer.ts';
import type { Clock } from '../parts/clock.ts';
import type { DeclaredField } from '../parts/declared-field.ts';
import type { Editables } from '../parts/editable.ts';
import type { FieldInputs } from '../parts/field-inputs.ts';
import type { FieldReader } from '../parts/field-text.ts';
import type { LateDeeds } from '../deeds/late-deeds.ts';
import type { Menus } from '../parts/menu.ts';
import type { Stage } from '../parts/stage-moves.ts';
import type { RecordController } from './record.controller.ts';
import type { RelatedList } from './related-lists.ts';
import type { RecordSource } from '../parts/record-source.ts';

/** What the host of the panel set. */
interface RecordOptions {
  readonly fields: readonly string[] | undefined;
  readonly lists: readonly string[] | undefined;
  readonly readonly: boolean;
  readonly closable: boolean;
  readonly canGoBack: boolean;
}

/** The element, as what it loads later sees it. */
export interface RecordHost {
  readonly element: VinculoElement;
  readonly source: RecordSource;
  late: RecordLate | undefined;
  options(): RecordOptions;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
  readonly goBack: () => void;
  readonly close: () => void;
}

/** What the whole panel goes on with. */
export interface RecordLate {
  readonly control: RecordController;
  readonly announcer: Announcer;
  readonly clock: Clock;
}

/** What the drawing functions share. */
export interface RecordView extends FieldReader {
  readonly entity: Entity;
  readonly row: AnyRow;
  readonly control: RecordController;
  readonly options: RecordOptions;
  readonly editables: Editables;
  readonly inputs: FieldInputs;
  readonly menus: Menus;
  readonly deeds: Pick<LateDeeds, 'offered' | 'items' | 'chosen' | 'ask'>;
  readonly fields: readonly DeclaredField[];
  /** The currency of amounts that have none yet. */
  readonly currency: string;
  readonly showsAll: boolean;
  readonly showsHistory: boolean;
  /** The name of a field for people. */
  label(field: DeclaredField): string;
  canEdit(field: DeclaredField): boolean;
  /** What is edited: the value of a change that was refused, else what the record holds. */
  draft(field: DeclaredField): unknown;
  /** Takes what stands in the editor of a field. Answers what is wrong with it, or undefined. */
  take(field: DeclaredField, box: HTMLElement): string | undefined;
  open(table: string, id: string): void;
  /** Asks for a row to be added to a list. */
  add(list: RelatedList): void;
  move(to: Stage): void;
  /** Asks what a lead becomes; undefined where it cannot be converted. */
  readonly convert: (() => void) | undefined;
  undo(): void;
  askDelete(): void;
  toggleAll(): void;
  toggleHistory(): void;
  goBack(): void;
  close(): void;
  editAgain(entry: OutboxEntry, field: string): (() => void) | undefined;
  /** Writes an edit that came after a merge to the record that stayed. */
  carryOver(entry: OutboxEntry): void;
}
