export interface Decoded {
  readonly text: string;
  readonly encoding: string;
}

/**
 * The text of a file whose encoding nobody noted down: by its byte order mark, else UTF-16 by its zero bytes, else UTF-8 where the bytes
 * are valid UTF-8, else GB18030 where the high bytes stand in pairs as Chinese does, else Windows-1252.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs(bytes, 'utf-16be');
  const wide = wideOrder(bytes);
  if (wide) return decodeAs(bytes, wide);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeAs(bytes, highBytesStandInPairs(bytes) ? 'gb18030' : 'windows-1252');
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): Decoded {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** UTF-16 without a mark: nearly every second byte of a table's text (commas, digits, Latin letters) is zero. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const half = length / 2;
  if (odd > half * 0.3 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.3 && odd < half * 0.05) return 'utf-16be';
  return undefined;
}

/** In a Western text an accented letter stands alone between plain ones; in GB18030 two high bytes make a character. */
function highBytesStandInPairs(bytes: Uint8Array): boolean {
  let paired = 0;
  let single = 0;
  for (let i = 0; i < bytes.length;) {
    let run = 0;
    while (i + run < bytes.length && bytes[i + run]! >= 0x80) run++;
    if (run === 0) {
      i++;
      continue;
    }
    if (run === 1) single++;
    else paired += run;
    i += run;
  }
  return paired > single * 2;
}
