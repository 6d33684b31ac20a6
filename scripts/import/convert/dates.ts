/** How the numbers of `3/4/2021` are to be read. */
type DayOrder = 'mdy' | 'dmy';

export interface DateReader {
  /** How ambiguous numbers are read in this column, and on what evidence. Undefined where the column has none. */
  readonly order?: { readonly order: DayOrder; readonly because: 'evidence' | 'country' };
  /** `2021-04-15`; undefined for text that is no date. */
  date(text: string): string | undefined;
  /** `2021-04-15T00:02:00.000Z`; a time without a zone is that of the column's zone. */
  instant(text: string): string | undefined;
}

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly seconds: number;
  readonly millis: number;
  /** Minutes east of Greenwich, where the text says so. */
  readonly offset?: number;
}

const monthFirstCountries: ReadonlySet<string> = new Set(['US', 'PH', 'PW', 'FM', 'MH']);
const monthNames = readMonthNames();

/**
 * A reader for one column. The order of day and month is decided once for the whole column, by the values that can be read in one way only;
 * where there are none, by the country. A column of plain numbers of the right size holds Excel's serial days.
 */
export function dateReader(
  values: Iterable<string>,
  options: { readonly country: string; readonly timeZone: string },
): DateReader {
  let dayFirst = 0;
  let monthFirst = 0;
  let numeric = 0;
  let serial = 0;
  let filled = 0;
  for (const value of values) {
    const text = value.trim();
    if (text === '') continue;
    filled++;
    if (/^\d{5}(\.\d+)?$/.test(text)) serial++;
    const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/.exec(text);
    if (!parts) continue;
    numeric++;
    if (Number(parts[1]) > 12) dayFirst++;
    if (Number(parts[2]) > 12) monthFirst++;
  }
  const byCountry: DayOrder = monthFirstCountries.has(options.country) ? 'mdy' : 'dmy';
  const order: DayOrder = dayFirst === monthFirst ? byCountry : dayFirst > monthFirst ? 'dmy' : 'mdy';
  const serials = serial > filled / 2;
  const read = (text: string): Wall | undefined => readWall(normalise(text), order, serials);
  return {
    ...(numeric > 0 ? { order: { order, because: dayFirst === monthFirst ? 'country' : 'evidence' } } : {}),
    date: (text) => {
      const wall = read(text);
      return wall && dayOf(wall);
    },
    instant: (text) => {
      const epoch = epochOf(text.trim());
      if (epoch !== undefined) return isoOf(epoch);
      const wall = read(text);
      return wall && isoOf(momentOf(wall, options.timeZone));
    },
  };
}

/** Full-width digits and signs of Chinese and Japanese text become plain ones, runs of spaces one. */
function normalise(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

function readWall(text: string, order: DayOrder, serials: boolean): Wall | undefined {
  const wall =
    (serials ? excelSerial(text) : undefined) ?? yearFirst(text) ?? numbersOnly(text, order) ?? withMonthName(text);
  return wall && exists(wall) ? wall : undefined;
}

function exists({ year, month, day }: Wall): boolean {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const timeOfDay = String.raw`(?:[T, ]+(?<before>上午|下午|中午|am|pm)? ?(?<h>\d{1,2})(?:[:时点h](?<mi>\d{1,2}))?(?:[:分](?<s>\d{1,2})秒?)?(?:[.,](?<f>\d{1,9}))? ?(?<after>a\.?m\.?|p\.?m\.?)? ?(?<z>z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`;
const yearFirstPattern = new RegExp(
  String.raw`^(?<y>\d{4})(?:[-/.]|年 ?)(?<m>\d{1,2})(?:[-/.]|月 ?)(?<d>\d{1,2})日?${timeOfDay}$`,
  'i',
);
const compactPattern = new RegExp(
  String.raw`^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:T(?<h>\d{2})(?<mi>\d{2})(?<s>\d{2})?(?<z>z)?)?$`,
  'i',
);
const numbersPattern = new RegExp(String.raw`^(?<a>\d{1,2})[/.-](?<b>\d{1,2})[/.-](?<y>\d{4}|\d{2})${timeOfDay}$`, 'i');
const dayNamePattern = new RegExp(
  String.raw`^(?:\p{L}+\.?,? )?(?<d>\d{1,2})(?:st|nd|rd|th|\.|º)?[ -](?:de )?(?<name>\p{L}+)\.?,?[ -](?:de )?(?<y>\d{4}|\d{2})${timeOfDay}$`,
  'iu',
);
const nameDayPattern = new RegExp(
  String.raw`^(?:\p{L}+\.?,? )?(?<name>\p{L}+)\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4}|\d{2})${timeOfDay}$`,
  'iu',
);

type Groups = Record<string, string | undefined>;

function yearFirst(text: string): Wall | undefined {
  const g = (yearFirstPattern.exec(text) ?? compactPattern.exec(text))?.groups;
  return g && withTime(Number(g['y']), Number(g['m']), Number(g['d']), g);
}

/** Numbers that fit only the other order are taken in it: a column may be mixed. */
function numbersOnly(text: string, order: DayOrder): Wall | undefined {
  const g: Groups | undefined = numbersPattern.exec(text)?.groups;
  if (!g) return undefined;
  const [a, b] = [Number(g['a']), Number(g['b'])];
  const monthFirst = order === 'mdy' ? a <= 12 : b > 12 && a <= 12;
  return withTime(fullYear(g['y']!), monthFirst ? a : b, monthFirst ? b : a, g);
}

function withMonthName(text: string): Wall | undefined {
  const g: Groups | undefined = (dayNamePattern.exec(text) ?? nameDayPattern.exec(text))?.groups;
  const month = g && monthNames.get(g['name']!.toLowerCase());
  return month ? withTime(fullYear(g['y']!), month, Number(g['d']), g) : undefined;
}

/** Days since 1899-12-30, as Excel counts them; the day that Excel wrongly has in February 1900 lies before any value taken here. */
function excelSerial(text: string): Wall | undefined {
  if (!/^\d{5}(\.\d+)?$/.test(text)) return undefined;
  const at = new Date(Math.round((Number(text) - 25_569) * 86_400) * 1000);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    seconds: (at.getTime() / 1000) % 86_400,
    millis: 0,
  };
}

function withTime(year: number, month: number, day: number, g: Groups): Wall | undefined {
  let hour = Number(g['h'] ?? 0);
  const half = (g['before'] ?? g['after'] ?? '').toLowerCase().replace(/\./g, '');
  if (half !== '' && (hour < 1 || hour > 12) && half !== '中午') return undefined;
  if ((half === 'pm' || half === '下午') && hour < 12) hour += 12;
  if ((half === 'am' || half === '上午') && hour === 12) hour = 0;
  const [minute, second] = [Number(g['mi'] ?? 0), Number(g['s'] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const millis = Number((g['f'] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = offsetOf(g['z']);
  return {
    year,
    month,
    day,
    seconds: hour * 3600 + minute * 60 + second,
    millis,
    ...(offset === undefined ? {} : { offset }),
  };
}

function offsetOf(zone: string | undefined): number | undefined {
  if (!zone) return undefined;
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) : 0;
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 69 ? 2000 + year : 1900 + year;
}

function dayOf({ year, month, day }: Wall): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Seconds (10 digits) or milliseconds (13 digits) since 1970. */
function epochOf(text: string): number | undefined {
  if (/^1\d{9}$/.test(text)) return Number(text) * 1000;
  return /^1\d{12}$/.test(text) ? Number(text) : undefined;
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}

function momentOf(wall: Wall, timeZone: string): number {
  const utc = Date.UTC(wall.year, wall.month - 1, wall.day) + wall.seconds * 1000 + wall.millis;
  if (wall.offset !== undefined) return utc - wall.offset * 60_000;
  const guess = utc - zoneOffset(timeZone, utc);
  // The offset may differ between the first guess and the moment meant, around a change of the clocks.
  return utc - zoneOffset(timeZone, guess);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clocks are ahead of UTC at a moment, in milliseconds. */
function zoneOffset(timeZone: string, moment: number): number {
  if (timeZone === 'UTC') return 0;
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const p = Object.fromEntries(format.formatToParts(moment).map((x) => [x.type, Number(x.value)]));
  return (
    Date.UTC(p['year']!, p['month']! - 1, p['day'], p['hour'], p['minute'], p['second']) -
    Math.floor(moment / 1000) * 1000
  );
}

function readMonthNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>([['sept', 9]]);
  for (const locale of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl', 'tr']) {
    for (const month of ['long', 'short'] as const) {
      // The day stands beside it so that inflecting languages give the form that dates use.
      const format = new Intl.DateTimeFormat(locale, { month, day: 'numeric', timeZone: 'UTC' });
      for (let m = 0; m < 12; m++) {
        const name = format
          .formatToParts(Date.UTC(2021, m, 15))
          .find((p) => p.type === 'month')
          ?.value.toLowerCase()
          .replace(/\.$/, '');
        if (name && !names.has(name)) names.set(name, m + 1);
      }
    }
  }
  return names;
}
