import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../testing/shared-data.ts';
import { decode } from './decode.ts';
import { parseCsv } from './parse-csv.ts';

const spectrum = sharedData('csv-spectrum');

describe.skipIf(spectrum.missing)('csv-spectrum', () => {
  const names = spectrum.missing ? [] : readdirSync(join(spectrum.path, 'csvs'));

  it.each(names)('%s', (name) => {
    const { text } = decode(readFileSync(join(spectrum.path, 'csvs', name)));
    // Copies that went through git have lost the line ends these files are about.
    const table = parseCsv(name.endsWith('_crlf.csv') ? text.replace(/\r?\n/g, '\r\n') : text);
    const objects = table.rows.map((r) => Object.fromEntries(table.headers.map((h, i) => [h, r.cells[i]])));
    expect(objects).toEqual(
      JSON.parse(readFileSync(join(spectrum.path, 'json', name.replace('.csv', '.json')), 'utf8')),
    );
    expect(table.bad).toEqual([]);
  });
});

describe('malformed rows', () => {
  it('names the line of a row with too few or too many cells and reads the others', () => {
    const table = parseCsv('a,b\n1,2\n3\n4,5,6\n7,8\n');
    expect(table.rows.map((r) => r.cells)).toEqual([
      ['1', '2'],
      ['7', '8'],
    ]);
    expect(table.bad).toEqual([
      { line: 3, text: '3', reason: 'the row has 1 cells, the header 2' },
      { line: 4, text: '4,5,6', reason: 'the row has 3 cells, the header 2' },
    ]);
  });

  it('loses only the line with a stray quote', () => {
    const table = parseCsv('a,b\n1,2\n3,"four\n5,6\n7,8\n');
    expect(table.rows.map((r) => [r.line, ...r.cells])).toEqual([
      [2, '1', '2'],
      [4, '5', '6'],
      [5, '7', '8'],
    ]);
    expect(table.bad.map((b) => [b.line, b.reason])).toEqual([[3, 'a quote is opened and never closed']]);
  });

  it('separates two stray quotes that would have joined the rows between them', () => {
    const table = parseCsv('a,b\n1,5" pipe\n2,x\n3,6" pipe\n4,y\n');
    expect(table.rows.map((r) => [r.line, ...r.cells])).toEqual([
      [3, '2', 'x'],
      [5, '4', 'y'],
    ]);
    expect(table.bad.map((b) => b.line)).toEqual([2, 4]);
  });

  it('refuses text after a closing quote', () => {
    const table = parseCsv('a,b\n"x"y,2\n3,4\n');
    expect(table.bad).toEqual([{ line: 2, text: '"x"y,2', reason: 'text follows a closing quote' }]);
    expect(table.rows).toHaveLength(1);
  });

  it('refuses a NUL character', () => {
    const table = parseCsv('a,b\n1,x\0y\n2,z\n');
    expect(table.bad.map((b) => [b.line, b.reason])).toEqual([
      [2, 'the row holds a NUL character, which no text may contain'],
    ]);
    expect(table.rows).toHaveLength(1);
  });

  it('counts the lines of cells that span several', () => {
    const table = parseCsv('a,b\r\n"1\r\n2\r\n3",x\r\n\r\n4,y,z\r\n');
    expect(table.rows.map((r) => r.line)).toEqual([2]);
    expect(table.bad.map((b) => b.line)).toEqual([6]);
  });
});

describe('shape', () => {
  it('finds the separator', () => {
    expect(parseCsv('a;b;c\n"1,5;x";2;3\n').rows[0]!.cells).toEqual(['1,5;x', '2', '3']);
    expect(parseCsv('a\tb\n1,0\t2,0\n').rows[0]!.cells).toEqual(['1,0', '2,0']);
    expect(parseCsv('a|b\n1|2\n').delimiter).toBe('|');
  });

  it('names empty and repeated headers and forgets empty columns at the end', () => {
    const table = parseCsv('Name,,Name,,\nx,1,y,,\n');
    expect(table.headers).toEqual(['Name', 'column 2', 'Name (2)']);
    expect(table.rows[0]!.cells).toEqual(['x', '1', 'y']);
  });

  it('reads an empty file as no rows', () => {
    expect(parseCsv('')).toMatchObject({ headers: [], rows: [], bad: [] });
  });
});

describe('encodings', () => {
  const text = 'name,city\n王晓慧,苏州\nZoë,Köln\n';
  const utf16 = (bigEndian: boolean): Uint8Array => {
    const bytes = Buffer.from(text, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };

  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(false)])],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(true)])],
    ['utf-16le', utf16(false)],
    ['utf-16be', utf16(true)],
  ])('%s', (encoding, bytes) => {
    expect(decode(bytes)).toEqual({ text, encoding });
  });

  it('gb18030', () => {
    const bytes = Buffer.concat([
      Buffer.from('name,city\n'),
      Buffer.from([0xcd, 0xf5, 0xcf, 0xfe, 0xbb, 0xdb]),
      Buffer.from(','),
      Buffer.from([0xcb, 0xd5, 0xd6, 0xdd]),
      Buffer.from('\n'),
    ]);
    expect(decode(bytes)).toEqual({ text: 'name,city\n王晓慧,苏州\n', encoding: 'gb18030' });
  });

  it('windows-1252', () => {
    expect(decode(Buffer.from('name,city\nZoë,Köln\nRené,Orléans\n', 'latin1')).text).toBe(
      'name,city\nZoë,Köln\nRené,Orléans\n',
    );
  });
});
