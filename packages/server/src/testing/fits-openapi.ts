import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApi } from '../http/openapi.ts';

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

const ajv = new Ajv2020({ strict: false });
const { paths, components } = openApi() as { paths: Record<string, Record<string, { responses: Record<string, Response> }>>; components: { responses: { error: Response } } };
const checks = new Map<object, ValidateFunction>();

/** Every answer that a test gets is what the document says of it. @throws Error that says where it is not */
export function fitsOpenApi(method: 'get' | 'post', path: string, status: number, json: unknown): void {
  const operation = paths[path]?.[method];
  const response = status === 200 ? operation?.responses['200'] : operation?.responses[String(status)] && components.responses.error;
  // A route that is not there is answered as every error is.
  const schema = (response ?? (status === 404 ? components.responses.error : undefined))?.content?.['application/json']?.schema;
  if (!schema) throw new Error(`The OpenAPI document does not say that ${method} ${path} may answer ${status}.`);
  const check = checks.get(schema) ?? checks.set(schema, ajv.compile(schema)).get(schema)!;
  if (!check(json)) throw new Error(`${method} ${path} answered ${status} with what its schema does not allow: ${ajv.errorsText(check.errors)}`);
}
