/** A table that is no entity's: its statements, each of which may run again at any time. Every one of them begins its key with the tenant. */
export interface SystemTable {
  /** In the schema `vinculo`. */
  readonly name: string;
  /** Makes it, with its indexes and functions, and brings an older one up to date. */
  readonly create: readonly string[];
  /** By name: what the serving role may see and do, as they follow `on vinculo.name` in `create policy`. */
  readonly policies: Readonly<Record<string, string>>;
  /** Speaks of transactions of this database, which mean nothing in another one: a backup leaves it out. */
  readonly ofDatabase?: true;
  /** What the serving role is granted, as `select, insert`. */
  readonly grants: string;
}

export const ofTenant = `tenant_id = (select current_setting('vinculo.tenant', true))`;
export const ofSubject = `(select nullif(current_setting('vinculo.subject', true), ''))`;

/** The server itself in nobody's name, at what concerns all tenants: which jobs are due, whom a mail is for. */
export const anyTenant = `(select current_setting('vinculo.role', true)) = 'system' and (select current_setting('vinculo.tenant', true)) = ''`;

/** The policy of a table whose rows all belong to the tenant, whoever of it asks. */
export const tenantOnly: Readonly<Record<string, string>> = { own: `using (${ofTenant}) with check (${ofTenant})` };

export function systemPolicies({ name, policies }: SystemTable): string[] {
  return Object.entries(policies).flatMap(([policy, rule]) => [`drop policy if exists ${policy} on vinculo.${name}`, `create policy ${policy} on vinculo.${name} ${rule}`]);
}
