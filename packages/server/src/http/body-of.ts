import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { BadRequest } from './errors.ts';

/** The JSON body of a request, in the shape its route takes. @throws BadRequest saying where it does not fit */
export async function bodyOf<T>(c: Context, shape: z.ZodMiniType<T>): Promise<T> {
  let json: unknown;
  try {
    json = await c.req.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadRequest(400, 'no_json', 'The body is not JSON.');
    throw error;
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BadRequest(422, 'bad_request', `The body does not fit the protocol at “${issue?.path.join('.') ?? ''}”: ${issue?.message ?? 'invalid'}.`);
}
