import { type Book, type NewRow, type Party, money } from './book.ts';
import { cultures } from './cultures.ts';
import { link } from './make-activities.ts';
import { converse } from './make-service.ts';
import { namedRecords as named } from './named-records.ts';

const culture = (country: string) => cultures.find((c) => c.country === country)!;
const stage = (key: string): string => `${named.dealPipelineId}-${key}`;

/** The records of namedRecords, with all that pages show of them. */
export function makeNamed(book: Book): Party[] {
  return [makeHanseatic(book), makeHengyuan(book), makeShopper(book)];
}

function makeHanseatic(book: Book): Party {
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

function makeHengyuan(book: Book): Party {
  const { add, at, day } = book;
  const cn = culture('CN');
  const account = add(
    'account',
    {
      name: '苏州恒远精密机械有限公司',
      kind: 'organisation',
      roles: ['customer'],
      industry: 'Machinery',
      website: 'https://hengyuan.example',
      employees: 620,
      annualRevenue: { minor: 38_000_000_000, currency: 'CNY' },
      yearFounded: 2003,
      phones: [{ id: 'p1', raw: '0512 5550 0100', e164: '+8651255500100', label: 'work', primary: true }],
      addresses: [
        {
          id: 'a1',
          label: 'work',
          primary: true,
          region: '江苏省',
          city: '苏州',
          street: '工业园区星湖街328号3幢',
          postcode: '215021',
          country: 'CN',
        },
      ],
      ownerId: 'user-ziang',
      tags: ['ISO 9001', '框架协议'],
      lastContactAt: at(-2),
    },
    named.zhAccountId,
  );
  const wang = add(
    'contact',
    {
      name: '王晓慧',
      givenName: '晓慧',
      familyName: '王',
      locale: 'zh-Hans',
      jobTitle: '采购总监',
      accountId: account.id,
      valueClass: 'high',
      ownerId: 'user-ziang',
      lastContactAt: at(-2),
      emails: [
        { id: 'e1', value: 'wangxh@hengyuan.example', label: 'work', primary: true, verified: true },
        { id: 'e2', value: 'caigou@hy-old.example', label: 'old', bouncedAt: at(-19) },
      ],
      phones: [
        { id: 'p1', raw: '138 0055 0142', e164: '+8613800550142', label: 'mobile', primary: true },
        { id: 'p2', raw: '0512 5550 0188', e164: '+8651255500188', label: 'work' },
      ],
      addresses: [
        {
          id: 'a1',
          label: 'work',
          primary: true,
          region: '江苏省',
          city: '苏州',
          street: '工业园区星湖街328号3幢',
          postcode: '215021',
          country: 'CN',
        },
      ],
      socials: [{ id: 's1', network: 'wecom', handle: '王晓慧@恒远精密' }],
      tags: ['ISO 9001', '2027年框架协议', '展会线索'],
    },
    named.zhContactId,
  );
  add('affiliation', {
    contactId: wang.id,
    accountId: account.id,
    role: '采购总监',
    from: '2019-07-01',
    primary: true,
  });
  add('consent', {
    contactId: wang.id,
    purpose: 'offers',
    channel: 'email',
    state: 'given',
    source: '网页表单',
    at: at(-255),
  });
  add('consent', {
    contactId: wang.id,
    purpose: 'offers',
    channel: 'phone',
    state: 'withdrawn',
    source: '电话',
    at: at(-79),
  });
  add('classification', {
    table: 'contact',
    recordId: wang.id,
    scheme: 'ABC',
    value: 'A',
    from: day(-220),
    byId: 'user-ziang',
  });
  const deal = (id: string, name: string, yuan: number, key: string, days: number, close: number): NewRow =>
    add(
      'deal',
      {
        pipelineId: named.zhDealPipelineId,
        stageId: `${named.zhDealPipelineId}-${key}`,
        name,
        amount: { minor: yuan * 100, currency: 'CNY' },
        accountId: account.id,
        contactId: wang.id,
        ownerId: 'user-ziang',
        stageSince: at(-days),
        startedOn: day(-days - 40),
        expectedClose: day(close),
        forecast: 'bestCase',
      },
      id,
    );
  const plant = deal('deal-hengyuan-plant', '新厂压缩空气与工艺冷却系统', 1_689_000, 'discovery', 11, 70);
  deal('deal-hengyuan-service', '三年维保合同', 460_000, 'negotiation', 5, 20);
  add(
    'order',
    {
      number: 'SO-10307',
      kind: 'order',
      accountId: account.id,
      contactId: wang.id,
      status: 'shipped',
      orderedAt: at(-30),
      dueDate: day(6),
      total: { minor: 25_800_000, currency: 'CNY' },
      ownerId: 'user-ziang',
      lines: [
        {
          id: 'l1',
          productId: 'product-cp-55',
          name: 'Screw compressor 55 kW',
          quantity: '1',
          unit: 'pcs',
          unitPrice: '258000.00',
          currency: 'CNY',
        },
      ],
    },
    'order-hengyuan',
  );
  ticket(
    book,
    'ticket-hengyuan',
    wang,
    account,
    'open',
    'urgent',
    '压缩机运行20分钟后停机',
    '今天早上开始，二车间压缩机运行20分钟左右就停，面板显示E4。',
    '请先查看冷凝器是否脏堵，明天上午十点工程师可以到现场。',
    -0.2,
    'product-cp-55',
  );
  const log = logger(book, 'user-ziang', [
    ['contact', wang.id],
    ['account', account.id],
  ]);
  log(
    'call',
    -2,
    '沟通修订后的报价',
    '价格没有异议，分三期付款还要走内部审批。',
    { direction: 'out', channel: 'phone', seconds: 655 },
    plant,
  );
  log('email', -3, '已发修订报价单', '附报价、图纸和业绩表。', { direction: 'out', channel: 'email' }, plant);
  log(
    'message',
    -8,
    '发来二车间平面图',
    '门改到北侧，新图纸已转技术部。',
    { direction: 'in', channel: 'wecom' },
    plant,
  );
  log('visit', -12, '新厂现场勘查', '测量了厂房，拍了照片，供电余量250安。', { place: '苏州' }, plant);
  log(
    'meeting',
    -41,
    '技术交流',
    '过了一遍流程图，冷凝水排放和控制柜待定。',
    { place: '苏州', timeZone: 'Asia/Shanghai' },
    plant,
  );
  log('note', -117, '展会上认识', '带同事一起来的，关注框架协议。', {});
  log('call', 1, '电话沟通修订后的报价单', '', { dueAt: at(1, 2.5), done: false }, plant, 2.5);
  return { culture: cn, account, contacts: [wang], ownerId: 'user-ziang' };
}

function makeShopper(book: Book): Party {
  const { add, at, day } = book;
  const fr = culture('FR');
  const louise = add(
    'contact',
    {
      name: 'Louise Fontaine',
      givenName: 'Louise',
      familyName: 'Fontaine',
      locale: 'fr',
      ownerId: 'user-claire',
      valueClass: 'secondary',
      lastContactAt: at(-1),
      emails: [{ id: 'e1', value: 'louise.fontaine@courriel.example', primary: true, verified: true }],
      phones: [{ id: 'p1', raw: '06 39 98 12 07', e164: '+33639981207', label: 'mobile', primary: true }],
      addresses: [
        {
          id: 'a1',
          label: 'home',
          primary: true,
          street: '12 quai de la Fosse',
          postcode: '44000',
          city: 'Nantes',
          country: 'FR',
        },
      ],
    },
    named.shopperId,
  );
  const order = (
    id: string,
    number: string,
    days: number,
    status: string,
    code: string,
    name: string,
    quantity: number,
    price: number,
  ): void =>
    void add(
      'order',
      {
        number,
        kind: 'order',
        contactId: louise.id,
        status,
        orderedAt: at(days),
        dueDate: day(days + 7),
        total: { minor: quantity * price * 100, currency: 'EUR' },
        lines: [
          {
            id: 'l1',
            productId: code,
            name,
            quantity: String(quantity),
            unit: 'pcs',
            unitPrice: price.toFixed(2),
            currency: 'EUR',
          },
        ],
      },
      id,
    );
  order('order-louise-1', 'W-58012', -4, 'shipped', 'product-ds-9', 'Door seal set', 2, 145);
  order('order-louise-2', 'W-51377', -96, 'delivered', 'product-ts-1', 'Temperature sensor', 4, 89);
  order('order-louise-3', 'W-40920', -310, 'delivered', 'product-dc-25', 'Display case 2.5 m', 1, 4650);
  add('consent', {
    contactId: louise.id,
    purpose: 'offers',
    channel: 'email',
    state: 'given',
    source: 'shop',
    at: at(-310),
  });
  ticket(
    book,
    'ticket-louise',
    louise,
    undefined,
    'open',
    'normal',
    'Joint de porte trop court',
    'Le joint reçu hier est trop court de cinq centimètres. Pouvez-vous l’échanger ?',
    'Nous envoyons le bon joint aujourd’hui. Gardez l’autre, merci.',
    -1,
    'product-ds-9',
    'order-louise-1',
  );
  const log = logger(book, 'user-claire', [['contact', louise.id]]);
  log('email', -1, 'Joint de porte trop court', 'Demande un échange.', { direction: 'in', channel: 'email' });
  log('webVisit', -4, 'Commande W-58012', 'Deux jeux de joints.', { source: 'shop' });
  return { culture: fr, account: undefined, contacts: [louise], ownerId: 'user-claire' };
}

function ticket(
  book: Book,
  id: string,
  contact: NewRow,
  account: NewRow | undefined,
  state: 'open',
  priority: string,
  subject: string,
  question: string,
  answer: string,
  days: number,
  productId: string,
  orderId?: string,
): void {
  const started = book.now + days * 86_400_000;
  const after = (hours: number): string =>
    new Date(Math.min(started + hours * 3_600_000, book.now - 60_000)).toISOString();
  const due = (hours: number): string => new Date(started + hours * 3_600_000).toISOString();
  const ownerId = contact.id === named.zhContactId ? 'user-yutong' : 'user-shira';
  const row = book.add(
    'ticket',
    {
      pipelineId: named.ticketPipelineId,
      stageId: `${named.ticketPipelineId}-${state}`,
      stageSince: after(1),
      subject,
      description: question,
      type: 'fault',
      status: state,
      priority,
      channel: 'form',
      ...(account ? { accountId: account.id } : {}),
      contactId: contact.id,
      productId,
      ...(orderId ? { orderId } : {}),
      queueId: 'queue-service',
      ownerId,
      slaPolicyId: priority === 'urgent' ? 'sla-urgent' : 'sla-standard',
      firstReplyDue: due(4),
      firstReplyAt: after(1),
      resolutionDue: due(priority === 'urgent' ? 8 : 48),
    },
    id,
  );
  converse(book, row, contact, question, answer, true, ownerId, after);
}

type Log = (
  kind: string,
  days: number,
  subject: string,
  body: string,
  more: Readonly<Record<string, unknown>>,
  deal?: NewRow,
  hour?: number,
) => void;

function logger(book: Book, ownerId: string, records: readonly (readonly [string, string])[]): Log {
  return (kind, days, subject, body, more, deal, hour) => {
    const activity = book.add('activity', {
      kind,
      subject,
      ...(body === '' ? {} : { body }),
      at: book.at(days, hour ?? 8 + book.random.int(0, 14) / 2),
      done: true,
      ownerId,
      ...more,
    });
    link(book, activity, [...records, ...(deal ? [['deal', deal.id] as const] : [])]);
  };
}
