// A company in Hamburg, with a large deal and a ticket that waits.

import { type Book, type NewRow, type Party, money } from '../book.ts';
import { namedRecords as named } from '../named-records.ts';
import { culture, logger, stage, ticket } from './story.ts';

export function makeHanseatic(book: Book): Party {
  const { add, at, day } = book;
  const de = culture('DE');
  const account = add(
    'account',
    {
      name: 'Hanseatic Kühltechnik GmbH',
      kind: 'organisation',
      roles: ['customer'],
      industry: 'Refrigeration',
      website: 'https://hanseatic-kuehl.example',
      employees: 240,
      annualRevenue: money(48_200_000, de),
      yearFounded: 1974,
      phones: [{ id: 'p1', raw: '040 66969 200', e164: '+494066969200', label: 'work', primary: true }],
      addresses: [
        {
          id: 'a1',
          label: 'work',
          primary: true,
          street: 'Am Sandtorkai 37',
          postcode: '20457',
          city: 'Hamburg',
          country: 'DE',
        },
      ],
      ownerId: named.userId,
      tags: ['Kühlkette', 'ISO 9001'],
      lastContactAt: at(-2),
    },
    named.accountId,
  );
  const amina = add(
    'contact',
    {
      name: 'Amina Okonkwo-Bauer',
      givenName: 'Amina',
      familyName: 'Okonkwo-Bauer',
      locale: 'de',
      jobTitle: 'Leiterin Einkauf',
      department: 'Einkauf',
      accountId: account.id,
      valueClass: 'high',
      ownerId: named.userId,
      birthday: '1979-03-14',
      lastContactAt: at(-2),
      emails: [
        { id: 'e1', value: 'a.okonkwo@hanseatic-kuehl.example', label: 'work', primary: true, verified: true },
        { id: 'e2', value: 'einkauf@hk-alt.example', label: 'old', bouncedAt: at(-19) },
      ],
      phones: [
        { id: 'p1', raw: '0171 3920042', e164: '+491713920042', label: 'mobile', primary: true },
        { id: 'p2', raw: '040 66969 214', e164: '+494066969214', label: 'work' },
      ],
      addresses: [
        {
          id: 'a1',
          label: 'work',
          primary: true,
          street: 'Am Sandtorkai 37',
          postcode: '20457',
          city: 'Hamburg',
          country: 'DE',
        },
      ],
      socials: [{ id: 's1', network: 'wechat', handle: 'amina_hk' }],
      tags: ['Kühlkette', 'ISO 9001', 'Rahmenvertrag 2027', 'Messe'],
    },
    named.contactId,
  );
  const jonas = add(
    'contact',
    {
      name: 'Jonas Brandt',
      givenName: 'Jonas',
      familyName: 'Brandt',
      locale: 'de',
      jobTitle: 'Betriebsingenieur',
      accountId: account.id,
      ownerId: named.userId,
      emails: [{ id: 'e1', value: 'j.brandt@hanseatic-kuehl.example', primary: true }],
      valueClass: 'potential',
    },
    'contact-jonas',
  );
  add('affiliation', {
    contactId: amina.id,
    accountId: account.id,
    role: 'Leiterin Einkauf',
    from: '2018-04-01',
    primary: true,
  });
  add('affiliation', {
    contactId: jonas.id,
    accountId: account.id,
    role: 'Betriebsingenieur',
    from: '2021-09-01',
    primary: true,
  });
  add('relationship', {
    fromTable: 'contact',
    fromId: jonas.id,
    toTable: 'contact',
    toId: amina.id,
    kind: 'reportsTo',
  });
  add('consent', {
    contactId: amina.id,
    purpose: 'offers',
    channel: 'email',
    state: 'given',
    source: 'web form',
    at: at(-255),
  });
  add('consent', {
    contactId: amina.id,
    purpose: 'offers',
    channel: 'phone',
    state: 'given',
    source: 'phone',
    at: at(-400),
  });
  add('consent', {
    contactId: amina.id,
    purpose: 'offers',
    channel: 'phone',
    state: 'withdrawn',
    source: 'email',
    at: at(-79),
  });
  add('classification', {
    table: 'contact',
    recordId: amina.id,
    scheme: 'ABC',
    value: 'A',
    from: day(-220),
    byId: named.userId,
  });

  const deal = (id: string, name: string, euros: number, key: string, days: number, close: number): NewRow =>
    add(
      'deal',
      {
        pipelineId: named.dealPipelineId,
        stageId: stage(key),
        name,
        amount: money(euros, de),
        accountId: account.id,
        contactId: amina.id,
        ownerId: named.userId,
        stageSince: at(-days),
        startedOn: day(-days - 30),
        expectedClose: day(close),
        forecast: key === 'contract' ? 'committed' : 'bestCase',
      },
      id,
    );
  const store = deal('deal-cold-store', 'Kühlhaus, zweite Halle', 184_500, 'negotiation', 8, 26);
  const retrofit = deal('deal-retrofit', 'Umbau von zwei Kühlräumen', 74_500, 'proposal', 33, 40);
  deal('deal-service-plan', 'Wartungsvertrag 2027', 27_900, 'contract', 3, 12);
  add(
    'deal',
    {
      pipelineId: named.dealPipelineId,
      stageId: stage('won'),
      name: 'Kaltwassersatz Halle 1',
      amount: money(96_300, de),
      accountId: account.id,
      contactId: amina.id,
      ownerId: named.userId,
      startedOn: day(-330),
      expectedClose: day(-240),
      closedAt: at(-240),
      stageSince: at(-240),
      productId: 'product-ch-250',
    },
    'deal-hall-1',
  );
  add('dealParty', { dealId: store.id, contactId: amina.id, role: 'decisionMaker' });
  add('dealParty', { dealId: store.id, contactId: jonas.id, role: 'user' });
  add('recordTeam', { table: 'deal', recordId: store.id, userId: 'user-misaki', role: 'engineer' });
  add(
    'order',
    {
      number: 'SO-10241',
      kind: 'order',
      accountId: account.id,
      contactId: amina.id,
      dealId: 'deal-hall-1',
      status: 'delivered',
      orderedAt: at(-238),
      dueDate: day(-190),
      total: money(96_300, de),
      ownerId: named.userId,
      lines: [
        {
          id: 'l1',
          productId: 'product-ch-250',
          name: 'Chiller 250 kW',
          quantity: '1',
          unit: 'pcs',
          unitPrice: '96300.00',
          currency: 'EUR',
        },
      ],
    },
    'order-hall-1',
  );
  ticket(
    book,
    'ticket-hanseatic',
    amina,
    account,
    'open',
    'high',
    'Verdichter schaltet nach 20 Minuten ab',
    'Seit heute früh schaltet der Verdichter in Halle 1 nach etwa 20 Minuten ab. Das Display zeigt E4.',
    'Bitte prüfen Sie, ob der Verflüssiger verschmutzt ist. Ein Techniker kommt morgen um zehn.',
    -0.8,
    'product-ch-250',
  );

  const log = logger(book, named.userId, [
    ['contact', amina.id],
    ['account', account.id],
  ]);
  log(
    'email',
    -2,
    'AW: überarbeitetes Angebot Halle 2',
    'Preis passt. Zahlung in drei Raten muss noch freigegeben werden.',
    { direction: 'in', channel: 'email' },
    store,
  );
  log(
    'call',
    -5,
    'Überarbeitetes Angebot besprochen',
    'Fragt nach der Lieferzeit der Schockfroster; Termin bis Freitag zugesagt.',
    { direction: 'out', channel: 'phone', seconds: 740 },
    store,
  );
  log(
    'email',
    -6,
    'Angebot Halle 2, Stand C, verschickt',
    'Anbei Angebot, Zeichnung und Referenzliste.',
    { direction: 'out', channel: 'email' },
    store,
  );
  log(
    'visit',
    -16,
    'Begehung Halle 2',
    'Halle vermessen, Fotos gemacht, Einspeisung geprüft: 250 A frei.',
    { place: 'Hamburg' },
    store,
  );
  log(
    'meeting',
    -38,
    'Auftaktgespräch Umbau',
    'Umfang, Ansprechpartner und Zeitplan abgestimmt.',
    { place: 'Hamburg', timeZone: 'Europe/Berlin' },
    retrofit,
  );
  log('note', -60, 'Entscheidung läuft über den Einkauf', 'Ab 50.000 € ist ein Vergleichsangebot nötig.', {}, retrofit);
  log('visit', -60, 'Gespräch am Messestand', 'Kam mit Jonas Brandt, Interesse an einem Rahmenvertrag ab 2027.', {
    place: 'Nürnberg',
  });
  log('message', -91, 'Foto vom Typenschild geschickt', 'Seriennummer lesbar.', {
    direction: 'in',
    channel: 'whatsapp',
  });
  log('email', -239, 'Auftragsbestätigung Kaltwassersatz', 'Mit Lieferwoche bestätigt.', {
    direction: 'out',
    channel: 'email',
  });
  log('call', 1, 'Anruf wegen des überarbeiteten Angebots', '', { dueAt: at(1, 9.5), done: false }, store, 9.5);
  log(
    'task',
    -1,
    'Vertragsentwurf schicken',
    '',
    { dueAt: at(-1, 15), done: false },
    book.tables.get('deal')!.find((d) => d.id === 'deal-service-plan'),
    15,
  );
  return { culture: de, account, contacts: [amina, jonas], ownerId: named.userId };
}
