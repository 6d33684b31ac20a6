import type { EntityName, entities } from './entities.ts';
import type { Entity, Fields } from './entity.ts';
import type { Field, Labels } from './field.ts';

/** A language whose words stand in a file of their own. */
export type WordsLanguage = Exclude<keyof Labels, 'en'>;

/** What a field and its options are called. */
interface OptionWords<V extends string = string> {
  readonly label: string;
  readonly options: Readonly<Record<V, string>>;
}

type OptionOf<F> = F extends Field<infer T> ? (T extends string ? (string extends T ? never : T) : never) : never;

/** A word for each of these fields: the compiler names the one that was forgotten. */
export type FieldWords<F> = { readonly [K in keyof F]: [OptionOf<F[K]>] extends [never] ? string : OptionWords<OptionOf<F[K]>> };

/** The words of one entity in one language: of itself, of many, and of its fields. */
export interface Words<E extends Entity> {
  readonly one: string;
  readonly many: string;
  readonly fields: FieldWords<E['fields']>;
}

/** Headers under which other systems export the fields; folded to lower-case letters and digits when compared. */
export type FieldHeaders<F> = { readonly [K in keyof F]?: readonly string[] };
export type Headers<E extends Entity> = FieldHeaders<E['fields']>;

/** The words of all entities in one language. */
export type Dictionary = { readonly [N in EntityName]: Words<(typeof entities)[N]> };

/** The nouns that widgets draw: whatever language there is has words for these, and for others where it likes. */
export type ShownNoun =
  | 'account' | 'activity' | 'affiliation' | 'attachment' | 'consent' | 'contact' | 'deal' | 'dealParty' | 'lead' | 'order' | 'pipeline' | 'product' | 'relationship' | 'stage'
  | 'ticket' | 'user';
export type ShownWords = Pick<Dictionary, ShownNoun> & Partial<Dictionary>;

/** Writes words into the labels of fields; a word for a field that is not there is left. */
export function addFieldWords(language: WordsLanguage, words: Readonly<Record<string, string | OptionWords>>, fields: Fields): void {
  for (const [name, word] of Object.entries(words)) {
    const field = fields[name];
    if (!field) continue;
    Object.assign(field.label, { [language]: typeof word === 'string' ? word : word.label });
    if (typeof word === 'string') continue;
    for (const each of field.options ?? []) if (word.options[each.value] !== undefined) Object.assign(each.label, { [language]: word.options[each.value] });
  }
}

/** Writes words into the labels of the entities that `entityOf` knows. */
export function addWords(language: WordsLanguage, words: Partial<Dictionary>, entityOf: (name: EntityName) => Entity | undefined): void {
  for (const [name, { one, many, fields }] of Object.entries(words)) {
    const e = entityOf(name as EntityName); // the dictionary's keys are the entities' names
    if (!e) continue;
    Object.assign(e.label, { [language]: one });
    Object.assign(e.pluralLabel, { [language]: many });
    addFieldWords(language, fields, e.fields);
  }
}
