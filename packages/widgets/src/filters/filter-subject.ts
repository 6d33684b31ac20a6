import type { VinculoElement } from '../base/vinculo-element.ts';
import type { DeclaredField } from '../parts/declared-field.ts';
import type { FieldReader } from '../parts/field-text.ts';
import type { AskedField } from './asked-fields.ts';
import type { FilterRule } from './filter-rules.ts';

/** What is filtered, and in which widget. */
export interface FilterSubject {
  readonly host: VinculoElement;
  /** What holds now. */
  readonly rules: readonly FilterRule[];
  /** What can be asked about, the likeliest first. */
  readonly fields: readonly AskedField[];
  /** One of them, or one that older rules ask about; undefined where there is none of that name to see. */
  field(name: string): AskedField | undefined;
  /** The field as its values are asked for: what is chosen from a few is a list. */
  choice(field: AskedField): DeclaredField;
  reader(): FieldReader;
  /** Of amounts that have none yet. */
  readonly currency: string;
  /** What takes the focus when the last condition went, by selectors: the first one in sight. */
  readonly opener: string;
  /** Puts these rules in place of those that hold. */
  set(rules: readonly FilterRule[]): void;
}
