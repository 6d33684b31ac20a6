import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvLine } from './csv.ts';

test.each([
  ['plain', 'plain'], ['a,b', '"a,b"'], ['say "hi"', '"say ""hi"""'], ['two\nlines', '"two\nlines"'], [' padded ', '" padded "'], ['', ''],
  ['=1+1', "'=1+1"], ['+49 171', "'+49 171"], ['@import', "'@import"], ['-cmd', "'-cmd"], [' =A1', "' =A1"], ['\t=A1', '"\'\t=A1"'], ['-12.50', '-12.50'], ['=a,b', '"\'=a,b"'],
])('%j is written %j', (text, written) => expect(csvCell(text)).toBe(written));

/** Reads a line as RFC 4180 has it. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length - 2;) {
    const [whole, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^",]*))/.exec(line.slice(at, -2))!;
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    at += whole.length + 1;
  }
  return cells;
}

test('whatever stands in cells comes back, but for the mark before a formula, and no cell begins as one', () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (texts) => {
    const read = cellsOf(csvLine(texts));
    expect(read.map((cell, i) => (cell === `'${texts[i]}` ? texts[i] : cell))).toEqual(texts);
    for (const cell of read) expect(/^[=+@\t\r]/.test(cell)).toBe(false);
  }));
});
