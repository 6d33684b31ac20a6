import type { Book, NewRow, Party } from './book.ts';
import { type DealStory, fill } from './make-deals.ts';
import type { Note, Phrases } from './phrases/phrases.ts';

type Kind = 'call' | 'email' | 'meeting' | 'visit' | 'note' | 'message';

const kinds: readonly (readonly [Kind, number])[] = [
  ['call', 30],
  ['email', 34],
  ['meeting', 11],
  ['visit', 7],
  ['note', 10],
  ['message', 8],
];

interface About {
  readonly party: Party;
  readonly contact: NewRow | undefined;
  readonly deal: NewRow | undefined;
}

/** What was done and what is to do, until `count` activities are there. Seven of ten open deals have a next step; some of those are late. */
export function makeActivities(
  book: Book,
  stories: readonly DealStory[],
  parties: readonly Party[],
  leads: readonly NewRow[],
  count: number,
): void {
  const { random } = book;
  let left = count;
  for (const story of stories) {
    if (story.end !== undefined || !random.chance(0.7)) continue;
    next(book, { party: story.party, contact: story.contact, deal: story.deal });
    left--;
  }
  for (const lead of leads) {
    if (left <= 0 || !random.chance(0.6)) continue;
    const party = parties.find((p) => p.ownerId === lead['ownerId'])!;
    const days = -random.int(0, 60);
    link(
      book,
      happened(book, { party, contact: undefined, deal: undefined }, random.chance(0.5) ? 'call' : 'email', days),
      [['lead', lead.id]],
    );
    left--;
  }
  while (left-- > 0) {
    // Most of what happens belongs to a deal; a deal that ran longer has more of it.
    const story = random.chance(0.8) ? random.pick(stories) : undefined;
    const party = story?.party ?? random.pick(parties);
    const contact = story?.contact ?? random.pick(party.contacts);
    const days = story ? story.start + random.next() * ((story.end ?? 0) - story.start) : -random.int(0, 720);
    const about: About = { party, contact, deal: story?.deal };
    linkAll(book, happened(book, about, random.weighted(kinds), Math.min(days, -0.05)), about);
  }
}

function note(book: Book, phrases: Phrases, kind: Kind, about: About): Note {
  const [subject, body] = book.random.pick(phrases[kind]);
  const product = book.random.pick(book.tables.get('product')!);
  const text = (t: string): string => fill(t, book.random, about.party, about.contact, product);
  return [text(subject), text(body)];
}

function happened(book: Book, about: About, kind: Kind, days: number): NewRow {
  const { random } = book;
  const [subject, body] = note(book, about.party.culture.phrases, kind, about);
  // Nothing that has happened lies after now, whatever the hour drawn.
  const at = new Date(Math.min(Date.parse(book.at(days)), book.now - random.int(5, 300) * 60_000)).toISOString();
  const long = kind === 'meeting' || kind === 'visit';
  return book.add('activity', {
    kind,
    subject,
    body,
    at,
    done: true,
    ownerId: about.party.ownerId,
    ...(long
      ? {
          endsAt: new Date(Date.parse(at) + random.int(2, 8) * 900_000).toISOString(),
          timeZone: about.party.culture.timeZone,
          place: random.pick(about.party.culture.cities).name,
        }
      : {}),
    ...(kind === 'call'
      ? { direction: random.pick(['in', 'out']), channel: 'phone', seconds: Math.round(random.logNormal(240, 0.9)) }
      : {}),
    ...(kind === 'email' ? { direction: random.pick(['in', 'out']), channel: 'email' } : {}),
    ...(kind === 'message'
      ? { direction: 'in', channel: about.party.culture.country === 'CN' ? 'wecom' : 'whatsapp' }
      : {}),
  });
}

function next(book: Book, about: About): void {
  const { random } = book;
  const product = random.pick(book.tables.get('product')!);
  const due = book.at(random.chance(0.15) ? -random.int(1, 12) : random.int(0, 24));
  const activity = book.add('activity', {
    kind: random.weighted([
      ['task', 60],
      ['call', 25],
      ['meeting', 15],
    ]),
    subject: fill(random.pick(about.party.culture.phrases.task), random, about.party, about.contact, product),
    at: due,
    dueAt: due,
    done: false,
    ownerId: about.party.ownerId,
    priority: random.weighted([
      ['normal', 80],
      ['high', 20],
    ]),
  });
  linkAll(book, activity, about);
}

function linkAll(book: Book, activity: NewRow, { party, contact, deal }: About): void {
  const to: [string, string][] = [];
  if (contact) to.push(['contact', contact.id]);
  if (party.account) to.push(['account', party.account.id]);
  if (deal) to.push(['deal', deal.id]);
  link(book, activity, to);
}

export function link(book: Book, activity: NewRow, records: readonly (readonly [table: string, id: string])[]): void {
  for (const [table, recordId] of records)
    book.add('activityLink', {
      activityId: activity.id,
      table,
      recordId,
      role: 'regarding',
      at: activity['at'],
      kind: activity['kind'],
      open: activity['done'] === false,
    });
}
