import { filter, firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Hit, type Vinculo } from '../index.ts';
import { type MemoryBackend, memoryBackend } from '../testing/index.ts';

const phone = (raw: string, e164?: string): object[] => [{ id: 'p', raw, ...(e164 ? { e164 } : {}) }];

const seed = {
  user: [{ id: 'ana', name: 'Ana' }],
  account: [{ id: 'cold', name: '华东冷链物流有限公司', phones: phone('021 5888 1234', '+862158881234') }, { id: 'acme', name: 'Acme Kühltechnik GmbH' }],
  contact: [
    { id: 'wang', name: '王晓慧', accountId: 'cold', phones: phone('138 0013 8000', '+8613800138000') },
    { id: 'meyer', name: 'Jörg Meyer', accountId: 'acme', phones: phone('030 123 4567', '+49301234567'), emails: [{ id: 'e', value: 'meyer@acme.example' }] },
    { id: 'meier', name: 'Ute Meier', phones: phone('030 123 4567') },
    { id: 'sato', name: '佐藤さくら' },
  ],
  deal: [{ id: 'd', name: 'Freezer for Meyer', pipelineId: 'p', stageId: 's' }],
};

const open: Vinculo[] = [];
afterEach(() => Promise.all(open.splice(0).map((crm) => crm.close())));

function setUp(cache: 'memory' | 'none' = 'memory'): { readonly backend: MemoryBackend; readonly crm: Vinculo } {
  const backend = memoryBackend({ seed });
  const crm = createClient({ adapter: backend.adapter('ana'), cache });
  open.push(crm);
  return { backend, crm };
}

const ids = (hits: readonly Pick<Hit, 'table' | 'id'>[]): string[] => hits.map((h) => `${h.table}/${h.id}`);

describe('looking up words', () => {
  it('finds names in part, with slips, and without the marks over their letters', async () => {
    const { crm } = setUp();
    expect(ids(await crm.lookup('meyer'))).toEqual(expect.arrayContaining(['contact/meyer', 'deal/d']));
    expect(ids(await crm.lookup('jorg mey'))).toEqual(['contact/meyer']);
    expect(ids(await crm.lookup('kuhltechnik'))).toEqual(['account/acme']);
    expect(ids(await crm.lookup('meyer@acme.example', { tables: ['contact'] }))).toEqual(['contact/meyer']);
    expect(await crm.lookup('  ')).toEqual([]);
    expect(await crm.lookup('nobody')).toEqual([]);
  });

  it('finds Chinese and Japanese words and parts of names', async () => {
    const { crm } = setUp();
    expect(ids(await crm.lookup('冷链'))).toEqual(['account/cold']);
    expect(ids(await crm.lookup('晓慧'))).toEqual(['contact/wang']);
    expect(ids(await crm.lookup('王'))).toEqual(['contact/wang']);
    expect(ids(await crm.lookup('さくら'))).toEqual(['contact/sato']);
  });

  it('finds every name that holds what was typed, whatever other names there are, and by ss where one writes ß', async () => {
    const names = ['京都市役所', '東京都庁', '明华电子有限公司', '小明星公司', '王小明', 'Straße Weiß'];
    const backend = memoryBackend({ seed: { account: names.map((name, i) => ({ id: `n${i}`, name })) } });
    const crm = createClient({ adapter: backend.adapter() });
    open.push(crm);
    const found = async (text: string): Promise<string[]> => (await crm.lookup(text)).map(({ row }) => String(row['name']));
    expect(await found('京都')).toEqual(['京都市役所', '東京都庁']);
    expect((await found('公司')).toSorted()).toEqual(['小明星公司', '明华电子有限公司'].toSorted());
    expect((await found('小明')).toSorted()).toEqual(['小明星公司', '王小明'].toSorted());
    expect([await found('strasse'), await found('weiss'), await found('Weiß')]).toEqual([['Straße Weiß'], ['Straße Weiß'], ['Straße Weiß']]);
  });

  it('follows changes, own unsent ones too, and goes on offline', async () => {
    const { backend, crm } = setUp();
    await crm.lookup('x');
    backend.faults.offline();
    await firstValueFrom(crm.status.pipe(filter((s) => s.connection === 'offline')));
    crm.contacts.update('sato', { name: 'Sakura Satō' });
    crm.contacts.create({ name: 'Neue Kundin' });
    crm.contacts.remove('wang');
    expect(ids(await crm.lookup('sato'))).toEqual(['contact/sato']);
    expect(ids(await crm.lookup('さくら'))).toEqual([]);
    expect(await crm.lookup('kundin')).toHaveLength(1);
    expect(ids(await crm.lookup('晓慧'))).toEqual([]);
  });

  it('asks the backend where nothing is kept', async () => {
    const { crm } = setUp('none');
    expect(ids(await crm.lookup('meyer', { tables: ['contact'] }))).toEqual(['contact/meyer']);
  });
});

for (const cache of ['memory', 'none'] as const) {
  describe(`looking up phone numbers, cache ${cache}`, () => {
    it('finds nobody, one or many, the exact ones first', async () => {
      const { crm } = setUp(cache);
      expect(await crm.lookupPhone('+86 139 0000 0000')).toEqual([]);
      expect(ids(await crm.lookupPhone('13800138000'))).toEqual(['contact/wang']);
      const many = await crm.lookupPhone('+49 30 123 4567');
      expect(many.map((h) => [h.id, h.exact])).toEqual([['meyer', true], ['meier', false]]);
      expect((await crm.lookupPhone('021-58881234'))[0]).toMatchObject({ table: 'account', id: 'cold', phone: { raw: '021 5888 1234' } });
      expect(await crm.lookupPhone('anonymous')).toEqual([]);
    });
  });
}
