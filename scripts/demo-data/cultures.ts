import type { Faker } from '@faker-js/faker';
import { faker as arFaker } from '@faker-js/faker/locale/ar';
import { faker as deFaker } from '@faker-js/faker/locale/de';
import { faker as enFaker } from '@faker-js/faker/locale/en_GB';
import { faker as usFaker } from '@faker-js/faker/locale/en_US';
import { faker as esFaker } from '@faker-js/faker/locale/es';
import { faker as frFaker } from '@faker-js/faker/locale/fr';
import { faker as inFaker } from '@faker-js/faker/locale/en_IN';
import { faker as jaFaker } from '@faker-js/faker/locale/ja';
import { faker as zhFaker } from '@faker-js/faker/locale/zh_CN';
import { ar } from './phrases/ar.ts';
import { de } from './phrases/de.ts';
import { en } from './phrases/en.ts';
import { es } from './phrases/es.ts';
import { fr } from './phrases/fr.ts';
import { ja } from './phrases/ja.ts';
import type { Phrases } from './phrases/phrases.ts';
import { zh } from './phrases/zh.ts';
import type { Random } from './random.ts';

export interface City {
  readonly name: string;
  readonly region?: string;
  readonly postcode: string;
  readonly streets: readonly string[];
}

/** How people are called, live and write in one country. */
export interface Culture {
  /** BCP 47. */
  readonly locale: string;
  readonly country: string;
  readonly currency: string;
  /** How many units of the currency one euro is worth, roughly. */
  readonly perEuro: number;
  readonly timeZone: string;
  /** How many of a hundred customers. */
  readonly share: number;
  readonly phrases: Phrases;
  readonly faker: Faker;
  /** The full name as it is written there. */
  readonly fullName: (given: string, family: string) => string;
  readonly company: (random: Random, city: string, family: string) => string;
  readonly cities: readonly City[];
  /** Numbers that nobody has: set aside for fiction where the country does so, else the 5550 that no directory lists. */
  readonly phone: (random: Random) => { readonly raw: string; readonly e164: string };
  readonly titles: readonly string[];
}

const western = (given: string, family: string): string => `${given} ${family}`;
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.int(0, 9)).join('');
const number = (raw: string, country: string): { raw: string; e164: string } => ({
  raw,
  e164: `+${country}${raw.replace(/^0/, '').replace(/\D/g, '')}`,
});
const phrase = (random: Random, list: readonly string[]): string => random.pick(list);

export const cultures: readonly Culture[] = [
  {
    locale: 'de',
    country: 'DE',
    currency: 'EUR',
    perEuro: 1,
    timeZone: 'Europe/Berlin',
    share: 24,
    phrases: de,
    faker: deFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [
        `${family} Kühltechnik GmbH`,
        `${city}er Kühlhaus AG`,
        `${family} & Söhne Lebensmittel GmbH`,
        `Molkerei ${family} eG`,
        `${family} Logistik GmbH & Co. KG`,
        `Fleischerei ${family}`,
        `${family} Maschinenbau GmbH`,
      ]),
    cities: [
      { name: 'Hamburg', postcode: '20457', streets: ['Am Sandtorkai', 'Brooktorkai'] },
      { name: 'Bremen', postcode: '28195', streets: ['Langenstraße', 'Am Wall'] },
      { name: 'Leipzig', postcode: '04109', streets: ['Markgrafenstraße', 'Thomasiusstraße'] },
      { name: 'Nürnberg', postcode: '90402', streets: ['Königstraße', 'Marienstraße'] },
      { name: 'Dortmund', postcode: '44137', streets: ['Rheinische Straße', 'Westenhellweg'] },
    ],
    phone: (r) => number(r.chance(0.5) ? `040 66969 ${digits(r, 3)}` : `030 23125 ${digits(r, 3)}`, '49'),
    titles: [
      'Leitung Einkauf',
      'Werksleiter',
      'Technischer Leiter',
      'Geschäftsführerin',
      'Betriebsingenieur',
      'Disposition',
    ],
  },
  {
    locale: 'zh-Hans',
    country: 'CN',
    currency: 'CNY',
    perEuro: 7.8,
    timeZone: 'Asia/Shanghai',
    share: 22,
    phrases: zh,
    faker: zhFaker,
    fullName: (given, family) => `${family}${given}`,
    company: (r, city, family) =>
      phrase(r, [
        `${city}恒${phrase(r, ['远', '达', '信', '通'])}精密机械有限公司`,
        `${city}${phrase(r, ['悦农', '鲜来', '康源', '绿野'])}食品有限公司`,
        `${city}${phrase(r, ['东海', '长风', '瑞丰', '华盛'])}冷链物流有限公司`,
        `${family}氏${phrase(r, ['水产', '肉联', '乳业'])}有限公司`,
        `${city}${phrase(r, ['博康', '安和', '同济'])}医药有限公司`,
      ]),
    cities: [
      { name: '苏州', region: '江苏省', postcode: '215021', streets: ['工业园区星湖街', '吴中区东吴北路'] },
      { name: '上海', region: '上海市', postcode: '200120', streets: ['浦东新区张江路', '闵行区莘庄工业区申富路'] },
      { name: '宁波', region: '浙江省', postcode: '315800', streets: ['北仑区明州路', '鄞州区首南中路'] },
      { name: '青岛', region: '山东省', postcode: '266071', streets: ['市南区香港中路', '黄岛区长江中路'] },
      { name: '成都', region: '四川省', postcode: '610041', streets: ['高新区天府大道', '双流区西航港大道'] },
    ],
    phone: (r) =>
      r.chance(0.6) ? number(`138 0055 ${digits(r, 4)}`, '86') : number(`0512 5550 ${digits(r, 4)}`, '86'),
    titles: ['采购总监', '采购经理', '厂长', '总工程师', '设备科长', '总经理'],
  },
  {
    locale: 'en-GB',
    country: 'GB',
    currency: 'GBP',
    perEuro: 0.86,
    timeZone: 'Europe/London',
    share: 12,
    phrases: en,
    faker: enFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [
        `${family} & Sons Dairy`,
        `${family} Cold Storage Ltd`,
        `${city} Food Group Ltd`,
        `${family} Logistics plc`,
        `${city} Brewing Company`,
        `${family} Pharma Distribution Ltd`,
      ]),
    cities: [
      { name: 'Leeds', postcode: 'LS1 4DY', streets: ['Wellington Street', 'Whitehall Road'] },
      { name: 'Bristol', postcode: 'BS1 6HU', streets: ['Redcliff Street', 'Mill Lane'] },
      { name: 'Grimsby', postcode: 'DN31 3LL', streets: ['Fish Dock Road', 'Cleethorpe Road'] },
    ],
    phone: (r) => number(r.chance(0.5) ? `020 7946 0${digits(r, 3)}` : `07700 900${digits(r, 3)}`, '44'),
    titles: ['Buyer', 'Plant Manager', 'Head of Procurement', 'Chief Engineer', 'Operations Director'],
  },
  {
    locale: 'en-US',
    country: 'US',
    currency: 'USD',
    perEuro: 1.08,
    timeZone: 'America/New_York',
    share: 8,
    phrases: en,
    faker: usFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [
        `${family} Foods, Inc.`,
        `${city} Cold Chain LLC`,
        `${family} Family Farms`,
        `${family} Beverage Co.`,
      ]),
    cities: [
      { name: 'Milwaukee', region: 'WI', postcode: '53202', streets: ['E Water St', 'N Broadway'] },
      { name: 'Newark', region: 'NJ', postcode: '07102', streets: ['Market St', 'Raymond Blvd'] },
    ],
    phone: (r) => number(`212 555 01${digits(r, 2)}`, '1'),
    titles: ['Purchasing Manager', 'Plant Engineer', 'VP Operations', 'Owner'],
  },
  {
    locale: 'ja',
    country: 'JP',
    currency: 'JPY',
    perEuro: 162,
    timeZone: 'Asia/Tokyo',
    share: 9,
    phrases: ja,
    faker: jaFaker,
    fullName: (given, family) => `${family} ${given}`,
    company: (r, city, family) =>
      phrase(r, [
        `株式会社${family}精工`,
        `${family}食品株式会社`,
        `${city}冷蔵株式会社`,
        `株式会社${city}物流センター`,
        `${family}水産株式会社`,
      ]),
    cities: [
      { name: '横浜', region: '神奈川県', postcode: '220-0012', streets: ['西区みなとみらい3', '中区海岸通4'] },
      { name: '焼津', region: '静岡県', postcode: '425-0021', streets: ['中港2', '城之腰1'] },
      { name: '札幌', region: '北海道', postcode: '060-0004', streets: ['中央区北四条西6', '白石区流通センター5'] },
    ],
    phone: (r) => number(`03 5550 ${digits(r, 4)}`, '81'),
    titles: ['購買部 課長', '工場長', '設備技術部 部長', '資材担当'],
  },
  {
    locale: 'es',
    country: 'ES',
    currency: 'EUR',
    perEuro: 1,
    timeZone: 'Europe/Madrid',
    share: 8,
    phrases: es,
    faker: esFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [
        `Panadería ${family}, S.L.`,
        `Frigoríficos de ${city}, S.A.`,
        `Hermanos ${family}, S.L.`,
        `Conservas ${family}, S.A.`,
      ]),
    cities: [
      { name: 'Vigo', region: 'Pontevedra', postcode: '36202', streets: ['Rúa do Areal', 'Avenida de Beiramar'] },
      { name: 'Zaragoza', postcode: '50001', streets: ['Calle de Alfonso I', 'Paseo de la Independencia'] },
      { name: 'Murcia', postcode: '30001', streets: ['Calle Trapería', 'Gran Vía'] },
    ],
    phone: (r) => number(`91 555 ${digits(r, 4)}`, '34'),
    titles: ['Jefe de compras', 'Directora de planta', 'Gerente', 'Ingeniero de mantenimiento'],
  },
  {
    locale: 'fr',
    country: 'FR',
    currency: 'EUR',
    perEuro: 1,
    timeZone: 'Europe/Paris',
    share: 7,
    phrases: fr,
    faker: frFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [
        `Boulangerie ${family}`,
        `Laiterie de ${city}`,
        `${family} Frères SAS`,
        `Entrepôts ${family} SA`,
        `Traiteur ${family} SARL`,
      ]),
    cities: [
      { name: 'Nantes', postcode: '44000', streets: ['quai de la Fosse', 'rue de Strasbourg'] },
      { name: 'Lyon', postcode: '69007', streets: ['rue de Gerland', 'avenue Jean Jaurès'] },
    ],
    phone: (r) =>
      number(
        r.chance(0.7) ? `01 99 00 ${digits(r, 2)} ${digits(r, 2)}` : `06 39 98 ${digits(r, 2)} ${digits(r, 2)}`,
        '33',
      ),
    titles: ['Responsable des achats', 'Directeur d’usine', 'Gérante', 'Responsable technique'],
  },
  {
    locale: 'en-IN',
    country: 'IN',
    currency: 'INR',
    perEuro: 91,
    timeZone: 'Asia/Kolkata',
    share: 6,
    phrases: en,
    faker: inFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [
        `${family} Foods Pvt Ltd`,
        `${city} Cold Chain Pvt Ltd`,
        `Shree ${family} Dairy`,
        `${family} Agro Industries Ltd`,
      ]),
    cities: [
      { name: 'Bengaluru', region: 'Karnataka', postcode: '560001', streets: ['MG Road', 'Hosur Road'] },
      { name: 'Pune', region: 'Maharashtra', postcode: '411001', streets: ['FC Road', 'Nagar Road'] },
    ],
    phone: (r) => number(`98450 555${digits(r, 2)}`, '91'),
    titles: ['Plant Director', 'GM Procurement', 'Maintenance Head', 'Managing Partner'],
  },
  {
    locale: 'ar',
    country: 'AE',
    currency: 'AED',
    perEuro: 3.97,
    timeZone: 'Asia/Dubai',
    share: 4,
    phrases: ar,
    faker: arFaker,
    fullName: western,
    company: (r, city, family) =>
      phrase(r, [`شركة ${family} للتبريد ذ.م.م`, `مؤسسة ${family} للأغذية`, `مستودعات ${city} المبردة`]),
    cities: [
      { name: 'دبي', postcode: '00000', streets: ['شارع الميناء', 'شارع الشيخ زايد'] },
      { name: 'الشارقة', postcode: '00000', streets: ['شارع الوحدة', 'شارع العروبة'] },
    ],
    phone: (r) => number(`04 555 01${digits(r, 2)}`, '971'),
    titles: ['مدير المشتريات', 'مديرة العمليات', 'المدير العام', 'مهندس الصيانة'],
  },
];
