import { repeat } from 'lit/directives/repeat.js';
import { before as first } from '../base/before.ts';
import { LatePart } from '../base/late-part.ts';
import { formatDate } from '../format/date.ts';
import { formatDuration } from '../format/duration.ts';
import { formatMoney } from '../format/money.ts';
import { formatWhen } from '../format/relative.ts';
import { Announcer } from './announcer.ts';
import { icon } from './icon.ts';
import { time } from './time.ts';
import { unsyncedMark } from './unsynced.ts';
import { whoIs } from './who-is.ts';

/** The same of widgets that show records: nearly all of them, and their parts, say dates, sums and what was not sent. Public forms do not, and name base/before.ts. */
export const before: readonly unknown[] = [...first, repeat, LatePart, formatDate, formatDuration, formatMoney, formatWhen, Announcer, icon, time, unsyncedMark, whoIs];
