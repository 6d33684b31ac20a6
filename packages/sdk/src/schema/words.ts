import type { EntityName, entities } from './entities.ts';
import type { Entity, Fields } from './entity.ts';
import type { Field, Labels } from './field.ts';

/** A word in simplified Chinese, and where it differs by more than its characters' form also in traditional. */
type Word = string | readonly [hans: string, hant: string];

/** What a field and its options are called. */
interface OptionWords<V extends string = string> {
  readonly label: Word;
  readonly options: Readonly<Record<V, Word>>;
}

type OptionOf<F> = F extends Field<infer T> ? (T extends string ? (string extends T ? never : T) : never) : never;

/** A word for each of these fields: the compiler names the one that was forgotten. */
export type FieldWords<F> = { readonly [K in keyof F]: [OptionOf<F[K]>] extends [never] ? Word : OptionWords<OptionOf<F[K]>> };

/** The Chinese of one entity: of itself, of many, and of its fields. */
export interface Words<E extends Entity> {
  readonly one: Word;
  readonly many: Word;
  readonly fields: FieldWords<E['fields']>;
}

/** Headers under which other systems export the fields; folded to lower-case letters and digits when compared. */
export type FieldHeaders<F> = { readonly [K in keyof F]?: readonly string[] };
export type Headers<E extends Entity> = FieldHeaders<E['fields']>;

/** The words of all entities. */
export type Dictionary = { readonly [N in EntityName]: Words<(typeof entities)[N]> };

function say(labels: Labels, word: Word): void {
  const [hans, hant] = typeof word === 'string' ? [word] : word;
  Object.assign(labels, { 'zh-Hans': hans }, hant === undefined ? {} : { 'zh-Hant': hant });
}

/** Writes words into the labels of fields; a word for a field that is not there is left. */
export function addFieldWords(words: Readonly<Record<string, Word | OptionWords>>, fields: Fields): void {
  for (const [name, word] of Object.entries(words)) {
    const field = fields[name];
    if (!field) continue;
    if (typeof word === 'string' || !('options' in word)) say(field.label, word);
    else {
      say(field.label, word.label);
      for (const each of field.options ?? []) if (word.options[each.value] !== undefined) say(each.label, word.options[each.value]!);
    }
  }
}

/** Writes words into the labels of the entities that `entityOf` knows. */
export function addWords(dictionary: Dictionary, entityOf: (name: EntityName) => Entity | undefined): void {
  for (const [name, { one, many, fields }] of Object.entries(dictionary)) {
    const e = entityOf(name as EntityName); // the dictionary's keys are the entities' names
    if (!e) continue;
    say(e.label, one);
    say(e.pluralLabel, many);
    addFieldWords(fields, e.fields);
  }
}
