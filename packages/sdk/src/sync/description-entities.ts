import { boolean, date, decimal, type Description, email, type Entity, entity, entityNamed, type Field, type FieldKind, type FieldNotes, instant, integer, json, longText, money, number, percent, type TableDescription, tags, text, url } from '../schema/index.ts';

/** How a field that only a backend knows is read. Kinds that need more than a name are shown as text. */
const make: Partial<Record<FieldKind, (notes: FieldNotes) => Field>> = { text, longText, email, url, boolean, integer, number, decimal, percent, money, date, instant, tags, json };

/** Makes an entity of what a backend says of a table that the declarations do not have. */
function describedEntity(name: string, table: TableDescription): Entity {
  const label = table.label ?? name;
  const fields = Object.fromEntries((table.custom ?? []).map((f) => [f.name, (make[f.kind] ?? text)({ label: f.label })]));
  const title = Object.keys(fields)[0] ?? 'name';
  return entity({ name, plural: name, label, pluralLabel: label, title, residency: 'query', fields: title in fields ? fields : { name: text({ label }) } });
}

/** The entity of a name: declared, or described by the backend. */
export function entityFinder(description: () => Description | undefined): (name: string) => Entity | undefined {
  const made = new Map<TableDescription, Entity>();
  return (name) => {
    const declared = entityNamed(name);
    if (declared) return declared;
    const table = description()?.tables[name];
    if (!table) return undefined;
    return made.get(table) ?? made.set(table, describedEntity(name, table)).get(table);
  };
}
