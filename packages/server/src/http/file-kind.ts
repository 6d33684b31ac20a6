import { fileTypeFromBuffer } from 'file-type';
import type { Identity } from '../identity/identity.ts';
import { BadRequest } from './errors.ts';

/** Types that do nothing when they are opened by themselves: no scripts, no pages. All others are kept as bytes of no known type. */
const pictures = ['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/heic', 'image/heif', 'image/bmp', 'image/tiff'];
const office = [
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet',
];
const oldOffice = ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'];
const texts = ['text/plain', 'text/csv'];
/** What anyone may send in a form. */
const taken: ReadonlySet<string> = new Set([...pictures, ...office, ...oldOffice, ...texts, 'application/pdf', 'video/mp4', 'video/quicktime']);
const inert: ReadonlySet<string> = new Set([...taken, 'audio/mpeg', 'audio/mp4', 'audio/wav', 'audio/ogg', 'video/webm', 'application/zip', 'application/x-cfb', 'message/rfc822']);
const unknown = 'application/octet-stream';

/** What begins a file is enough to tell it by, and little enough that no crafted file takes long. */
const looked = 64 * 1024;

const same = (declared: string, found: string): boolean => declared === found
  || (declared === 'image/jpg' && found === 'image/jpeg') || (declared === 'image/png' && found === 'image/apng') || (declared.startsWith('image/hei') && found.startsWith('image/hei'))
  || (found === 'application/zip' && office.includes(declared)) || (found === 'application/x-cfb' && oldOffice.includes(declared)) || (declared.startsWith('video/') && found.startsWith('video/'));

/**
 * The type a file is kept under. What its sender says is taken where it is harmless and the content does not say otherwise. Of guests of a form only files of a
 * short list are taken, and only when their content is what they say.
 *
 * @throws BadRequest `file_type` for a file that a guest may not send
 */
export function typeToKeep({ site }: Pick<Identity, 'site'>, content: Buffer, declared: string): Promise<string> {
  return site === undefined ? harmlessType(content, declared) : typeFromGuest(content, declared);
}

async function harmlessType(content: Buffer, declared: string): Promise<string> {
  const found = await sniff(content);
  if (inert.has(declared) && (found === undefined || same(declared, found))) return declared;
  return found !== undefined && inert.has(found) ? found : unknown;
}

async function typeFromGuest(content: Buffer, declared: string): Promise<string> {
  const found = (await sniff(content)) ?? (isText(content) ? (declared === 'text/csv' ? 'text/csv' : 'text/plain') : undefined);
  if (found === undefined) throw notTaken('Files of this type are not taken. Send a picture, a PDF, an office document or plain text.');
  const saysNothing = declared === '' || declared === unknown || (texts.includes(declared) && texts.includes(found));
  if (!saysNothing && !same(declared, found)) throw notTaken('The file is not what its type says.');
  // An office document may be told from other archives by its type alone.
  const kept = !saysNothing && taken.has(declared) ? declared : found;
  if (!taken.has(kept)) throw notTaken('Files of this type are not taken. Send a picture, a PDF, an office document or plain text.');
  return kept;
}

function notTaken(message: string): BadRequest {
  return new BadRequest(422, 'file_type', message);
}

async function sniff(content: Buffer): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(content.subarray(0, looked)))?.mime;
  } catch {
    return undefined; // a file that cannot be told by its content, broken on purpose or not
  }
}

/** Text in any encoding that has no empty bytes, and that no browser would take for a page. */
function isText(content: Buffer): boolean {
  return !content.subarray(0, looked).includes(0) && !/^(\u{feff}|ï»¿)?\s*</u.test(content.subarray(0, 1024).toString('latin1'));
}
