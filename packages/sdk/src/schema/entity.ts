import { ValidationError, type FieldProblem } from '../errors.ts';
import { fits, plainObject } from './check.ts';
import { type Field, type Labels, canonical, inWords, instant, labels, ref, text, withLabels } from './field.ts';

export type Fields = Readonly<Record<string, Field>>;

/** What is said of an entity. One declaration makes its type, validation, table, wire format, labels and generic screens. */
export interface Entity<N extends string = string, P extends string = string, F extends Fields = Fields> {
  /** Singular, camelCase: the name on the wire. */
  readonly name: N;
  /** The collection's name in the client: `crm.<plural>`. */
  readonly plural: P;
  readonly label: Labels;
  readonly pluralLabel: Labels;
  /** The field that names a row to a person. */
  readonly title: string;
  readonly fields: F;
  /**
   * `table`: small enough to be held whole by a client that caches; `query`: grows without bound (activities, messages, history),
   * so a client holds only what its queries asked for.
   */
  readonly residency: 'table' | 'query';
  /** `process`: rows move through the stages of a pipeline (see process.ts). */
  readonly process?: true;
  /** Rows come from the backend alone. */
  readonly readonly?: true;
  /** Rows are added and never changed or removed by anyone: a log that people write. */
  readonly appendOnly?: true;
  /** Changes of rows are not written to the history (rows that are themselves a log). */
  readonly unlogged?: true;
  /**
   * Of an entity without bound: the field whose value says to which record rows belong. Those of one record are kept beside each other on disk
   * and come into memory together.
   */
  readonly partBy?: string;
  /** The fields that people enter of a new record, in the order in which a form asks them. Without it: the first ones. */
  readonly asked?: readonly string[];
  /** Fields that queries filter or sort by, in the order of the index. */
  readonly indexes?: readonly (readonly string[])[];
}

/** An entity as it is written down: names of fields are checked. (Entity itself says string, so that any entity is an Entity.) */
export interface EntityDeclaration<N extends string, P extends string, F extends Fields> extends Omit<Entity<N, P, F>, 'label' | 'pluralLabel'> {
  /** In English; by default the name in words. Other languages: words.ts. */
  readonly label?: string | Labels;
  readonly pluralLabel?: string | Labels;
  readonly title: keyof F & string;
  readonly partBy?: keyof F & string;
  readonly asked?: readonly (keyof F & string)[];
  readonly indexes?: readonly (readonly ((keyof F & string) | 'createdBy')[])[];
}

/** What every row has, whoever declared it. */
export interface SystemFields {
  readonly id: string;
  /** Opaque; differs whenever the row differs. Absent on a row that no backend has confirmed. */
  readonly version?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly createdBy?: string | null;
  readonly updatedBy?: string | null;
  /** Fields a backend added at run time, by their names. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** A row whose entity is not known to the compiler. */
export type AnyRow = SystemFields & { readonly [field: string]: unknown };

type ValueOf<F> = F extends Field<infer T> ? T : never;
type NamesWith<F extends Fields, P> = { [K in keyof F]: F[K]['presence'] extends P ? K : never }[keyof F];

/** A row as it is read. An absent optional field was not given to this caller (hidden, or not asked for); null means empty. */
export type RowOf<E> = E extends Entity<string, string, infer F>
  ? SystemFields & { readonly [K in NamesWith<F, 'required' | 'default'>]: ValueOf<F[K]> } & { readonly [K in NamesWith<F, 'optional'>]?: ValueOf<F[K]> | null }
  : never;

/** What create() takes: required fields, any others, and an id where the caller mints it. */
export type NewOf<E> = E extends Entity<string, string, infer F>
  ? { readonly id?: string; readonly custom?: Readonly<Record<string, unknown>> } & { readonly [K in NamesWith<F, 'required'>]: ValueOf<F[K]> }
    & { readonly [K in NamesWith<F, 'optional' | 'default'>]?: ValueOf<F[K]> | null }
  : never;

/** What update() takes: only the fields that change. null empties an optional field. `custom` is patched key by key. */
export type PatchOf<E> = E extends Entity<string, string, infer F>
  ? { readonly custom?: Readonly<Record<string, unknown>> } & { readonly [K in NamesWith<F, 'required' | 'default'>]?: ValueOf<F[K]> }
    & { readonly [K in NamesWith<F, 'optional'>]?: ValueOf<F[K]> | null }
  : never;

/** The fields of SystemFields as declarations, for code that goes over all fields of a row. */
export const systemFields = withLabels({
  id: text({ readonly: true }),
  version: text({ readonly: true }),
  createdAt: instant({ label: 'Created', readonly: true }),
  updatedAt: instant({ label: 'Updated', readonly: true }),
  createdBy: ref('user', 'clear', { readonly: true }),
  updatedBy: ref('user', 'clear', { readonly: true }),
} satisfies Fields);

const reserved = new Set([...Object.keys(systemFields), 'custom', 'and', 'or', 'not', 'search']);

/**
 * Declares an entity. Throws at load time on a field name that a query or a row already uses.
 *
 * @example
 * export const team = entity({ name: 'team', plural: 'teams', title: 'name', residency: 'table', fields: { name: required(text()) } });
 */
export function entity<const N extends string, const P extends string, F extends Fields>(declaration: EntityDeclaration<N, P, F>): Entity<N, P, F> {
  for (const name of Object.keys(declaration.fields)) {
    if (reserved.has(name)) throw new TypeError(`Entity ${declaration.name}: a field cannot be called “${name}”; it is taken.`);
  }
  withLabels(declaration.fields);
  const { name, plural, label = inWords(name), pluralLabel = inWords(plural) } = declaration;
  return { ...declaration, label: labels(label), pluralLabel: labels(pluralLabel) };
}

/** The declaration of a field, system fields included; undefined for a name the entity does not have. */
export function fieldOf(e: Entity, name: string): Field | undefined {
  const system: Fields = systemFields;
  return Object.hasOwn(e.fields, name) ? e.fields[name] : Object.hasOwn(system, name) ? system[name] : undefined;
}

function problemOf(e: Entity, name: string, value: unknown): FieldProblem | undefined {
  if (name === 'custom') return fits(plainObject, value) ? undefined : { field: name, reason: 'invalid', message: 'custom must be an object' };
  const f = Object.hasOwn(e.fields, name) ? e.fields[name] : undefined;
  if (!f) return { field: name, reason: 'unknown', message: `${e.name} has no field “${name}”` };
  if (value === null) return f.presence === 'optional' ? undefined : { field: name, reason: 'required', message: `${f.label.en} may not be empty` };
  if (f.shape.safeParse(value).success) return f.presence === 'required' && value === '' ? { field: name, reason: 'required', message: `${f.label.en} may not be empty` } : undefined;
  const shown = typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value).slice(0, 80) : String(value);
  return { field: name, reason: 'invalid', message: `${shown} is not a valid ${f.kind} for ${f.label.en}` };
}

/**
 * A row ready to be stored: defaults filled in, fields checked.
 * @throws ValidationError naming each field that does not fit.
 */
export function validateNew(e: Entity, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (name === 'id' || value === undefined) continue;
    const problem = problemOf(e, name, value);
    if (problem) problems.push(problem);
    else values[name] = canonical(e.fields[name]?.kind ?? 'json', value);
  }
  for (const [name, f] of Object.entries(e.fields)) {
    if (f.default !== undefined && (values[name] === undefined || values[name] === null)) values[name] = f.default;
    else if (f.presence === 'required' && values[name] === undefined && !problems.some((p) => p.field === name)) {
      problems.push({ field: name, reason: 'required', message: `${f.label.en} may not be empty` });
    }
  }
  if (problems.length > 0) throw new ValidationError(e.name, problems);
  return values;
}

/**
 * The fields a patch really sets, checked. `undefined` means "leave as it is".
 * @throws ValidationError naming each field that does not fit.
 */
export function validatePatch(e: Entity, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const name of Object.keys(patch)) {
    const value = patch[name];
    if (value === undefined) continue;
    const problem = problemOf(e, name, value);
    if (problem) problems.push(problem);
    else values[name] = canonical(e.fields[name]?.kind ?? 'json', value);
  }
  if (problems.length > 0) throw new ValidationError(e.name, problems);
  return values;
}
