/** One property of a vCard: what stands before the colon, taken apart, and what stands behind it, as it is. */
export interface VcardLine {
  /** `item1` of `item1.TEL`: what belongs together. */
  readonly group: string;
  /** In capitals. */
  readonly name: string;
  /** By name in capitals. Of 2.1, where a kind stands alone (`TEL;CELL:`), under TYPE. */
  readonly params: ReadonlyMap<string, readonly string[]>;
  readonly value: string;
}

const isQuoted = (line: string): boolean => /^[^:]*;(encoding=)?quoted-printable[;:]/i.test(line.slice(0, 500));

/** The properties of a file, line by line: folded lines are put together, also those that quoted-printable cuts. What is no property is left out. */
export function vcardLines(text: string): VcardLine[] {
  const lines: VcardLine[] = [];
  let parts: string[] = [];
  let quoted = false;
  const end = (): void => {
    const line = parts.length > 0 ? lineOf(parts.join('')) : undefined;
    if (line) lines.push(line);
    parts = [];
  };
  for (const physical of text.split(/\r\n|\n|\r/)) {
    const last = parts.at(-1);
    if (last !== undefined && quoted && last.endsWith('=')) {
      parts[parts.length - 1] = last.slice(0, -1);
      parts.push(physical.replace(/^[ \t](?==)/, ''));
    } else if (last !== undefined && /^[ \t]/.test(physical)) parts.push(physical.slice(1));
    else {
      end();
      parts = [physical];
      quoted = isQuoted(physical);
    }
  }
  end();
  return lines;
}

function lineOf(line: string): VcardLine | undefined {
  const colon = outsideQuotes(line, ':');
  if (colon === -1) return undefined;
  const [head = '', ...params] = splitOutsideQuotes(line.slice(0, colon), ';');
  const dot = head.lastIndexOf('.');
  const name = head.slice(dot + 1).trim().toUpperCase();
  if (!/^[A-Z0-9-]+$/.test(name)) return undefined;
  return { group: dot < 0 ? '' : head.slice(0, dot).trim().toLowerCase(), name, params: paramsOf(params), value: line.slice(colon + 1) };
}

function paramsOf(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const params = new Map<string, string[]>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const alone = text.trim().toUpperCase();
    const [name, value] = equals >= 0 ? [text.slice(0, equals).trim().toUpperCase(), text.slice(equals + 1)] : [alone === 'QUOTED-PRINTABLE' || alone === 'BASE64' ? 'ENCODING' : 'TYPE', text];
    const values = splitOutsideQuotes(value, ',').map((each) => plain(each.trim().replace(/^"(.*)"$/s, '$1'))).filter(Boolean);
    params.set(name, [...(params.get(name) ?? []), ...(name === 'TYPE' ? values.flatMap((each) => each.split(',')) : values)]);
  }
  return params;
}

/** What stands in a parameter for what may not stand there (RFC 6868). */
const plain = (value: string): string => value.replace(/\^([n'^])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === "'" ? '"' : '^'));

function outsideQuotes(text: string, sign: string, from = 0): number {
  let inside = false;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '"') inside = !inside;
    else if (text[i] === sign && !inside) return i;
  }
  // A quotation mark that nobody closed is one of the text.
  return inside ? text.indexOf(sign, from) : -1;
}

function splitOutsideQuotes(text: string, sign: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = outsideQuotes(text, sign); at !== -1; at = outsideQuotes(text, sign, from)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

/** The text of a value, with what was quoted for its way (quoted-printable in whatever charset) as it was. Undefined for what is no text: pictures, sounds, keys. */
export function decoded({ params, value }: VcardLine): string | undefined {
  const encoding = params.get('ENCODING')?.[0]?.toUpperCase();
  if (encoding === 'B' || encoding === 'BASE64') return undefined;
  if (encoding !== 'QUOTED-PRINTABLE') return value;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [part, hex] of value.matchAll(/=([0-9A-Fa-f]{2})|[^=]+|=/g)) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else for (const byte of encoder.encode(part)) bytes.push(byte);
  }
  return textOf(Uint8Array.from(bytes), params.get('CHARSET')?.[0]);
}

/** The text of bytes whose charset may be named, or not, or wrongly: what is no UTF-8 is taken for Chinese of before, then for western European. */
export function textOf(bytes: Uint8Array, charset?: string): string {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  for (const name of [mark, charset, 'utf-8', looksChinese(bytes) ? 'gb18030' : undefined]) {
    if (name === undefined) continue;
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Not a charset, or not this one.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** Whether all that is no ASCII comes in pairs, as characters of GB 2312 do and those of western Europe, which stand between others, do not. */
function looksChinese(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    const second = bytes[++i] ?? 0;
    if (bytes[i - 1]! < 0xa1 || bytes[i - 1]! > 0xf7 || second < 0xa1 || second === 0xff) return false;
  }
  return true;
}

/** The parts of a structured value (`N`, `ADR`, `ORG`), unescaped. */
export function partsOf(value: string, sign: ';' | ','): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\' && i + 1 < value.length) part += value[i]! + value[++i]!;
    else if (value[i] === sign) {
      parts.push(part);
      part = '';
    } else part += value[i]!;
  }
  return [...parts, part].map(unescaped);
}

/** A text as it was before it was escaped. */
export function unescaped(value: string): string {
  return value.replace(/\\([\s\S])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign));
}
