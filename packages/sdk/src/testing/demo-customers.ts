import type { AnyRow } from '../schema/index.ts';
import type { DemoClock } from './demo-clock.ts';

const mail = (value: string, label = 'work'): object => ({ id: `m-${value}`, value, label, primary: true });
const tel = (raw: string, label = 'work'): object => ({ id: `p-${raw.replace(/\D/g, '')}`, raw, e164: `+${raw.replace(/\D/g, '')}`, label, primary: true });
const place = (id: string, street: string, postcode: string, city: string, country: string): object => ({ id: `a-${id}`, label: 'work', primary: true, street, postcode, city, country });

export function demoStaff(): Record<string, AnyRow[]> {
  return {
    team: [
      { id: 'team-dach', name: 'DACH industry', region: 'DACH' },
      { id: 'team-service', name: 'Service', region: 'EMEA' },
    ],
    user: [
      { id: 'user-katarzyna', name: 'Katarzyna Wójcik', email: 'katarzyna@vinculo.example', teamId: 'team-service', role: 'manager', locale: 'pl', timeZone: 'Europe/Warsaw', active: true },
      { id: 'user-joao', name: 'João Pedro Sant’Anna', email: 'joao@vinculo.example', teamId: 'team-dach', role: 'sales', locale: 'pt-BR', timeZone: 'Europe/Lisbon', active: true },
      { id: 'user-misaki', name: '佐藤 美咲', email: 'misaki@vinculo.example', teamId: 'team-dach', role: 'engineer', locale: 'ja', timeZone: 'Asia/Tokyo', active: true },
      { id: 'user-shira', name: 'Shira Yosef', email: 'shira@vinculo.example', teamId: 'team-service', role: 'service', locale: 'en', timeZone: 'Asia/Jerusalem', active: true },
    ],
  };
}

export function demoCustomers({ at, day }: DemoClock): Record<string, AnyRow[]> {
  const account = (id: string, name: string, ownerId: string, industry: string, more: object): AnyRow =>
    ({ id, name, kind: 'organisation', roles: ['customer'], status: 'active', industry, ownerId, tags: [], createdAt: at(-700), lastContactAt: at(-2), ...more });
  const contact = (id: string, name: string, accountId: string | null, locale: string, jobTitle: string | null, more: object): AnyRow =>
    ({ id, name, accountId, locale, jobTitle, ownerId: 'user-katarzyna', tags: [], createdAt: at(-500), lastContactAt: at(-3), ...more });
  return {
    account: [
      account('acc-hanseatic', 'Hanseatic Kühltechnik GmbH', 'user-katarzyna', 'Refrigeration', { website: 'https://hanseatic-kuehl.example', employees: 240, annualRevenue: { minor: 4_820_000_000, currency: 'EUR' }, tags: ['cold chain', 'ISO 9001'], emails: [mail('einkauf@hanseatic-kuehl.example')], phones: [tel('+49 40 66969 214')], addresses: [place('hanseatic', 'Am Sandtorkai 37', '20457', 'Hamburg', 'DE')] }),
      account('acc-losalamos', 'Panadería Los Álamos, S.L.', 'user-joao', 'Food', { employees: 58, phones: [tel('+34 91 555 0142')], addresses: [place('losalamos', 'Calle de Alcalá 210', '28028', 'Madrid', 'ES')] }),
      account('acc-hengyuan', '苏州恒远精密机械有限公司', 'user-misaki', 'Machinery', { employees: 620, tags: ['framework 2027'], socials: [{ id: 's-hy', network: 'wecom', handle: 'hengyuan' }], addresses: [place('hengyuan', '工业园区星湖街328号', '215123', '苏州', 'CN')] }),
      account('acc-minato', '株式会社みなと精工', 'user-misaki', 'Machinery', { employees: 310, addresses: [place('minato', '港区海岸1-2-3', '105-0022', '東京', 'JP')] }),
      account('acc-hanbit', '한빛물류 주식회사', 'user-misaki', 'Logistics', { employees: 180, addresses: [place('hanbit', '성동구 왕십리로 83', '04769', '서울', 'KR')] }),
      account('acc-gulf', 'شركة الخليج للتبريد ذ.م.م', 'user-joao', 'Refrigeration', { roles: ['customer', 'dealer'], addresses: [place('gulf', 'شارع الميناء 14، الطابق 3', '00000', 'دبي', 'AE')] }),
      account('acc-kaveri', 'Kaveri Foods Pvt Ltd', 'user-joao', 'Food', { employees: 900, tags: ['cold chain'], addresses: [place('kaveri', '14 MG Road', '560001', 'Bengaluru', 'IN')] }),
      account('acc-lofoten', 'Lofoten Sjømat AS', 'user-katarzyna', 'Fish', { employees: 75, addresses: [place('lofoten', 'Havnegata 5', '8300', 'Svolvær', 'NO')] }),
      account('acc-wetherby', 'Wetherby & Sons Dairy', 'user-katarzyna', 'Dairy', { roles: ['prospect'], addresses: [place('wetherby', '8 Mill Lane', 'LS22 6LF', 'Wetherby', 'GB')] }),
      account('acc-polar', 'Polarkälte AG', 'user-joao', 'Refrigeration', { roles: ['competitor'], kind: 'organisation' }),
    ],
    contact: [
      contact('con-amina', 'Amina Okonkwo-Bauer', 'acc-hanseatic', 'de', 'Head of procurement', { givenName: 'Amina', familyName: 'Okonkwo-Bauer', department: 'Einkauf', valueClass: 'high', emails: [mail('a.okonkwo@hanseatic-kuehl.example'), { id: 'm-old', value: 'einkauf@hk-alt.example', label: 'old', bouncedAt: at(-19) }], phones: [tel('+49 171 3920042', 'mobile'), { ...tel('+49 40 66969 214'), primary: false }], addresses: [place('ao', 'Am Sandtorkai 37', '20457', 'Hamburg', 'DE')], socials: [{ id: 's-amina', network: 'wechat', handle: 'amina_hk' }], tags: ['decision-maker', 'trade fair'], birthday: '1979-03-14' }),
      contact('con-jonas', 'Jonas Brandt', 'acc-hanseatic', 'de', 'Plant engineer', { givenName: 'Jonas', familyName: 'Brandt', emails: [mail('j.brandt@hanseatic-kuehl.example')] }),
      contact('con-maria', 'María Fernanda Ríos', 'acc-losalamos', 'es', 'Gerente', { givenName: 'María Fernanda', familyName: 'Ríos', ownerId: 'user-joao', valueClass: 'potential', emails: [mail('mf.rios@losalamos.example')], phones: [tel('+34 600 555 014', 'mobile')] }),
      contact('con-zhang', '张雅婷', 'acc-hengyuan', 'zh-Hans', '采购经理', { givenName: '雅婷', familyName: '张', ownerId: 'user-misaki', valueClass: 'high', phones: [tel('+86 138 0000 4217', 'mobile')], socials: [{ id: 's-zhang', network: 'wechat', handle: 'yating_z' }] }),
      contact('con-chen', '陈志远', 'acc-hengyuan', 'zh-Hans', '总工程师', { givenName: '志远', familyName: '陈', ownerId: 'user-misaki', emails: [mail('chen.zy@hengyuan.example')] }),
      contact('con-tanaka', '田中 健太', 'acc-minato', 'ja', '購買部 課長', { givenName: '健太', familyName: '田中', ownerId: 'user-misaki', emails: [mail('k.tanaka@minato.example')], phones: [tel('+81 3 5550 0142')] }),
      contact('con-kim', '김다니엘', 'acc-hanbit', 'ko', '구매팀장', { givenName: '다니엘', familyName: '김', ownerId: 'user-misaki', emails: [mail('daniel.kim@hanbit.example')] }),
      contact('con-layla', 'ليلى الحسن', 'acc-gulf', 'ar', 'مديرة المشتريات', { givenName: 'ليلى', familyName: 'الحسن', ownerId: 'user-joao', valueClass: 'high', emails: [mail('layla@gulf-cooling.example')], phones: [tel('+971 4 555 0134')] }),
      contact('con-priya', 'Priya Raghunathan', 'acc-kaveri', 'en-IN', 'Plant director', { givenName: 'Priya', familyName: 'Raghunathan', ownerId: 'user-joao', valueClass: 'potential', emails: [mail('priya@kaveri.example')], phones: [tel('+91 98450 55501', 'mobile')] }),
      contact('con-ingrid', 'Ingrid Bjørnstad', 'acc-lofoten', 'nb', 'Daglig leder', { givenName: 'Ingrid', familyName: 'Bjørnstad', emails: [mail('ingrid@lofoten-sjomat.example')] }),
      contact('con-fiona', 'Fiona Wetherby', 'acc-wetherby', 'en-GB', 'Buyer', { givenName: 'Fiona', familyName: 'Wetherby', emails: [mail('fiona@wetherby.example')], phones: [tel('+44 20 7946 0188')] }),
      contact('con-guest', 'Nguyễn Thị Minh Anh', null, 'vi', null, { givenName: 'Minh Anh', familyName: 'Nguyễn Thị', valueClass: 'low', emails: [mail('minhanh@mekong.example')] }),
    ],
    affiliation: [
      { id: 'aff-1', contactId: 'con-amina', accountId: 'acc-hanseatic', role: 'Head of procurement', from: '2018-04-01', primary: true },
      { id: 'aff-2', contactId: 'con-amina', accountId: 'acc-polar', role: 'Buyer', from: '2012-01-01', to: '2018-03-31', primary: false },
    ],
    relationship: [{ id: 'rel-1', fromTable: 'contact', fromId: 'con-chen', toTable: 'contact', toId: 'con-zhang', kind: 'reportsTo' }],
    consent: [
      { id: 'cst-1', contactId: 'con-amina', purpose: 'offers', channel: 'email', state: 'given', source: 'web form', at: at(-255) },
      { id: 'cst-2', contactId: 'con-amina', purpose: 'offers', channel: 'phone', state: 'given', source: 'trade fair', at: at(-300) },
      { id: 'cst-3', contactId: 'con-amina', purpose: 'offers', channel: 'phone', state: 'withdrawn', source: 'call', at: at(-79) },
      { id: 'cst-4', contactId: 'con-priya', purpose: 'offers', channel: 'email', state: 'refused', source: 'order form', at: at(-40) },
    ],
    classification: [{ id: 'cls-1', table: 'account', recordId: 'acc-hanseatic', scheme: 'ABC', value: 'A', from: day(-200), byId: 'user-katarzyna' }],
    externalId: [{ id: 'ext-1', table: 'account', recordId: 'acc-hanseatic', system: 'SAP', type: 'customer', externalId: 'HK-20417' }],
  };
}
