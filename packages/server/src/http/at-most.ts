import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BadRequest } from './errors.ts';

const kibibyte = 1024;
export const mebibyte = 1024 * kibibyte;

/** Refuses bodies that are larger, before they are read. */
export function atMost(bytes: number): MiddlewareHandler {
  const shown = bytes >= mebibyte ? `${bytes / mebibyte} MiB` : `${bytes / kibibyte} KiB`;
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new BadRequest(413, 'too_large', `The body is larger than ${shown}. Send less at a time.`);
    },
  });
}
