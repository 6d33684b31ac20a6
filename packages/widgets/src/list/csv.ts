/** What spreadsheets take for the beginning of a formula; also after blanks that they drop. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@\t\r]/;
/** A number is none, whatever it begins with. */
const number = /^-?\d+(\.\d+)?$/;

/** One cell (RFC 4180): quoted where it must be, and never a formula. */
export function csvCell(text: string): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;
