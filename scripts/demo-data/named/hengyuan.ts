// A company in Suzhou, all in Chinese.

import type { Book, NewRow, Party } from '../book.ts';
import { namedRecords as named } from '../named-records.ts';
import { culture, logger, ticket } from './story.ts';

export function makeHengyuan(book: Book): Party {
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
