import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { BadRequest } from './errors.ts';

/** Deeper than anything the protocol says; a body that is deeper is built to hurt. */
const deepest = 100;
/** Entries of one list or object: more than anything the protocol says has. */
const widest = 5000;
/** Values in all. Five hundred changes of two hundred values each, with what they stood on, are fewer; to look at many more one by one would hold everybody up. */
const mostValues = 250_000;

/** The JSON body of a request, in the shape its route takes. @throws BadRequest saying where it does not fit */
export async function bodyOf<T>(c: Context, shape: z.ZodMiniType<T>): Promise<T> {
  const read = shape.safeParse(await anyJson(c));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BadRequest(422, 'bad_request', `The body does not fit the protocol at “${issue?.path.join('.').slice(0, 200) ?? ''}”: ${issue?.message ?? 'invalid'}.`);
}

/** @throws BadRequest for a body that is packed, no JSON, nested too deep or of too many values */
export async function anyJson(c: Context): Promise<unknown> {
  // Nothing is unpacked here, so that a small body cannot become a large one.
  if (!/^(identity)?$/i.test(c.req.header('content-encoding') ?? '')) throw new BadRequest(415, 'content_encoding', 'Packed bodies are not taken. Send the JSON as it is.');
  const text = await c.req.text();
  const excess = excessOf(text);
  if (excess === 'deep') throw new BadRequest(400, 'too_deep', `The body is nested more than ${deepest} levels deep.`);
  if (excess === 'wide') throw new BadRequest(413, 'too_many', `The body holds more than ${mostValues} values, or more than ${widest} in one list or object. Send less at a time.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(400, 'no_json', 'The body is not JSON.');
  }
}

/** What there is too much of. Looked for before anything is built from the text: a comma is another value. */
function excessOf(text: string): 'deep' | 'wide' | undefined {
  /** Commas in each list or object that is open. */
  const commas: number[] = [];
  let values = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (inText) {
      if (sign === 92 /* \ */) i++;
      else if (sign === 34 /* " */) inText = false;
    } else if (sign === 34) inText = true;
    else if (sign === 44 /* , */) {
      if (commas.length === 0) continue; // no JSON
      if (++values > mostValues || ++commas[commas.length - 1]! >= widest) return 'wide';
    } else if (sign === 91 /* [ */ || sign === 123 /* { */) {
      if (++values > mostValues) return 'wide';
      if (commas.push(0) > deepest) return 'deep';
    } else if (sign === 93 || sign === 125) commas.pop();
  }
  return undefined;
}
