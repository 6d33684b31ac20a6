import { readFileSync } from 'node:fs';
import { type Entity, entities, entityNamed, fieldOf } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';

/** Where the values of one column go. Exactly one of `field`, `custom` and `link`. */
export interface Target {
  /** A field of the table. */
  readonly field?: string;
  /** A name under which the text is kept with the record as it stands. */
  readonly custom?: string;
  /** Activities only: the column names a record of this table that the activity concerns. */
  readonly link?: string;
  /** What kind of email, phone, address or messaging account it is: `mobile`. */
  readonly label?: string;
  /** Addresses only: which part of one this is. */
  readonly part?: 'street' | 'city' | 'region' | 'postcode' | 'country';
  /** Values in place of texts: `{ "Customer": "customer" }`. Texts that are not in it are read as usual. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** References and links only: the file whose ids the column holds, where several would fit. */
  readonly from?: string;
  /** Money and numbers only: what one unit of the column stands for, `1000000` for millions. */
  readonly scale?: number;
  /** References only: a target that is not there is made under this name, with fields taken from other columns. */
  readonly create?: Readonly<Record<string, string>>;
}

export interface MappedFile {
  readonly table: string;
  /** Columns that together are a row's id in its source. Without them a row is known by its content. */
  readonly key?: readonly string[];
  /** Under which word the ids are kept (`externalId.type`); the file's name without its ending where absent. */
  readonly type?: string;
  /** By header. null: not taken. A header that is missing here is kept under `custom`. */
  readonly columns: Readonly<Record<string, string | Target | null | readonly (string | Target)[]>>;
  /** Fields that are the same in every row. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Texts made of columns, for fields that are still empty: `"Case by {Case Origin}"`. */
  readonly template?: Readonly<Record<string, string>>;
}

/** A file whose rows are counted and not imported, and why. */
interface SkippedFile {
  readonly skip: string;
}

export type FileMap = MappedFile | SkippedFile;

export interface PipelineMap {
  readonly name: string;
  readonly stages: readonly {
    readonly name: string;
    readonly category: 'open' | 'won' | 'lost';
    readonly probability?: number;
  }[];
}

/** How an export becomes records. docs/import.md shows it with examples. */
export interface ImportMap {
  /** Names the source; the first half of every key. */
  readonly name: string;
  readonly currency?: string;
  readonly country?: string;
  readonly timeZone?: string;
  /** By table: deal, lead, ticket. */
  readonly pipelines?: Readonly<Record<string, PipelineMap>>;
  /** By file name. */
  readonly files: Readonly<Record<string, FileMap>>;
}

/** The map file says something that cannot be done. The message names the place. */
export class MapError extends Error {
  override readonly name = 'MapError';
}

const target: z.ZodMiniType<Target> = z
  .strictObject({
    field: z.optional(z.string()),
    custom: z.optional(z.string()),
    link: z.optional(z.string()),
    label: z.optional(z.string()),
    part: z.optional(z.enum(['street', 'city', 'region', 'postcode', 'country'])),
    values: z.optional(z.record(z.string(), z.unknown())),
    from: z.optional(z.string()),
    scale: z.optional(z.number().check(z.positive())),
    create: z.optional(z.record(z.string(), z.string())),
  })
  .check(
    z.refine(
      (t) => [t.field, t.custom, t.link].filter((x) => x !== undefined).length === 1,
      'needs exactly one of field, custom and link',
    ),
  );
const oneTarget = z.union([z.string(), target]);
const stage = z.strictObject({
  name: z.string(),
  category: z.enum(['open', 'won', 'lost']),
  probability: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
});
const mappedFile: z.ZodMiniType<MappedFile> = z.strictObject({
  table: z.string(),
  key: z.optional(z.array(z.string()).check(z.minLength(1))),
  type: z.optional(z.string()),
  columns: z.record(z.string(), z.union([oneTarget, z.null(), z.array(oneTarget)])),
  set: z.optional(z.record(z.string(), z.unknown())),
  template: z.optional(z.record(z.string(), z.string())),
});
const skippedFile: z.ZodMiniType<SkippedFile> = z.strictObject({ skip: z.string() });
const importMap = z.strictObject({
  $schema: z.optional(z.string()),
  name: z.optional(z.string()),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code like EUR'))),
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, 'is not an ISO 3166 code like DE'))),
  timeZone: z.optional(z.string().check(z.refine(isTimeZone, 'is not an IANA time zone like Europe/Berlin'))),
  pipelines: z.optional(
    z.record(z.string(), z.strictObject({ name: z.string(), stages: z.array(stage).check(z.minLength(1)) })),
  ),
  files: z.record(z.string(), z.record(z.string(), z.unknown())),
});

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What a person's map file says: parts of an ImportMap that stand over what was guessed. */
export type MapFile = Partial<ImportMap> & Pick<ImportMap, 'files'>;

/**
 * Reads and checks a map file.
 * @throws MapError naming the file and the place in it.
 */
export function readMapFile(path: string): MapFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MapError(`${path}: ${(error as Error).message}`, { cause: error });
  }
  return checkMap(json, path);
}

/** @throws MapError */
export function checkMap(json: unknown, path: string): MapFile {
  const parsed = importMap.safeParse(json);
  if (!parsed.success) throw new MapError(`${path}: ${issues(parsed.error.issues, '')}`);
  const files: Record<string, FileMap> = {};
  for (const [name, raw] of Object.entries(parsed.data.files)) {
    const file = ('skip' in raw ? skippedFile : mappedFile).safeParse(raw);
    if (!file.success) throw new MapError(`${path}: ${issues(file.error.issues, `files › ${name} › `)}`);
    const data: FileMap = file.data;
    if ('table' in data) checkFile(data, `${path}: files › ${name}`);
    files[name] = data;
  }
  for (const table of Object.keys(parsed.data.pipelines ?? {})) {
    if (!entityNamed(table)?.process)
      throw new MapError(`${path}: pipelines › ${table}: only deal, lead and ticket have pipelines.`);
  }
  const { $schema: _, files: _files, ...rest } = parsed.data;
  return { ...rest, files };
}

function issues(list: readonly z.core.$ZodIssue[], at: string): string {
  return list.map((i) => `${at}${i.path.map(String).join(' › ')}: ${i.message}`).join('; ');
}

function checkFile(file: MappedFile, at: string): void {
  const entity = entityNamed(file.table);
  if (!entity || entity.readonly)
    throw new MapError(
      `${at}: there is no table “${file.table}” to import into. There are: ${Object.keys(entities).join(', ')}.`,
    );
  for (const [header, raw] of Object.entries(file.columns))
    for (const t of targetsOf(raw)) checkTarget(entity, t, `${at} › columns › ${header}`);
  for (const name of [...Object.keys(file.set ?? {}), ...Object.keys(file.template ?? {})])
    if (!Object.hasOwn(entity.fields, name)) throw new MapError(`${at}: ${entity.name} has no field “${name}”.`);
}

function checkTarget(entity: Entity, t: Target, at: string): void {
  if (t.link !== undefined) {
    if (entity.name !== 'activity')
      throw new MapError(`${at}: only activities have links; use a field of ${entity.name}.`);
    if (!entityNamed(t.link)) throw new MapError(`${at}: there is no table “${t.link}”.`);
  }
  if (t.field === undefined) return;
  const field = Object.hasOwn(entity.fields, t.field) ? fieldOf(entity, t.field) : undefined;
  if (!field)
    throw new MapError(
      `${at}: ${entity.name} has no field “${t.field}”. It has: ${Object.keys(entity.fields).join(', ')}.`,
    );
  if (t.create && !field.ref) throw new MapError(`${at}: “create” is for references, and ${t.field} is none.`);
  if (t.part && field.kind !== 'addresses')
    throw new MapError(`${at}: “part” is for addresses, and ${t.field} is none.`);
}

/** The targets of a column in one form. */
export function targetsOf(raw: MappedFile['columns'][string]): readonly Target[] {
  if (raw === null) return [];
  return (Array.isArray(raw) ? raw : [raw]).map((t: string | Target) => (typeof t === 'string' ? { field: t } : t));
}
