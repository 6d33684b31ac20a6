import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { BadRequest } from './errors.ts';

/** Deeper than anything the protocol says; a body that is deeper is built to hurt. */
const deepest = 100;

/** The JSON body of a request, in the shape its route takes. @throws BadRequest saying where it does not fit */
export async function bodyOf<T>(c: Context, shape: z.ZodMiniType<T>): Promise<T> {
  const read = shape.safeParse(await anyJson(c));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BadRequest(422, 'bad_request', `The body does not fit the protocol at “${issue?.path.join('.').slice(0, 200) ?? ''}”: ${issue?.message ?? 'invalid'}.`);
}

/** @throws BadRequest for a body that is packed, no JSON or nested too deep */
export async function anyJson(c: Context): Promise<unknown> {
  // Nothing is unpacked here, so that a small body cannot become a large one.
  if (!/^(identity)?$/i.test(c.req.header('content-encoding') ?? '')) throw new BadRequest(415, 'content_encoding', 'Packed bodies are not taken. Send the JSON as it is.');
  const text = await c.req.text();
  if (isDeeperThan(deepest, text)) throw new BadRequest(400, 'too_deep', `The body is nested more than ${deepest} levels deep.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(400, 'no_json', 'The body is not JSON.');
  }
}

/** Looked for before anything is built from the text. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (inText) {
      if (sign === 92 /* \ */) i++;
      else if (sign === 34 /* " */) inText = false;
    } else if (sign === 34) inText = true;
    else if (sign === 91 /* [ */ || sign === 123 /* { */) {
      if (++depth > limit) return true;
    } else if (sign === 93 || sign === 125) depth--;
  }
  return false;
}
