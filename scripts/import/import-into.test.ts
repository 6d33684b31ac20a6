import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, OfflineError } from '@vinculo/sdk/schema';
import { type MemoryBackend, memoryBackend } from '@vinculo/sdk/testing';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../testing/shared-data.ts';
import { type ImportOptions, importInto } from './import-into.ts';
import { parseCsv } from './parse-csv.ts';
import type { Source } from './read-source.ts';
import { type FileReport, type ImportReport, problemsCsv, reportText } from './report.ts';

function sourceOf(files: Readonly<Record<string, string>>, name = 'export'): Source {
  return {
    name,
    files: Object.entries(files).map(([file, text]) => ({ name: file, encoding: 'utf-8', ...parseCsv(text) })),
  };
}

function bring(
  backend: MemoryBackend,
  files: Readonly<Record<string, string>>,
  more: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  return importInto({ adapter: backend.adapter(), source: sourceOf(files), ...more });
}

function counts(report: ImportReport, file: string): readonly number[] {
  const f = report.files.find((x) => x.file === file) as FileReport;
  return [f.read, f.created, f.updated, f.unchanged, f.refused, f.notMapped];
}

const byName = (rows: readonly AnyRow[], name: string): AnyRow => rows.find((r) => r['name'] === name)!;

describe('a guessed import', () => {
  const files = {
    'companies.csv':
      'Id,Company,Industry,Website,No. of Employees,Annual Revenue,Owner\n1,Hanseatic Kühltechnik GmbH,Refrigeration,hanseatic.example,"1.240","1.234.567,50 €",Ana Ruiz\n2,苏州恒远,Machinery,,620,"¥4,000,000",\n',
    'contacts.csv':
      'Contact ID,First Name,Last Name,Company Name,Account Name,Email,Mobile,Date of Birth,Shoe size\nc1,Amina,Okonkwo,x,Hanseatic Kuhltechnik,amina@h.example,+49 171 3920042,14.03.1979,39\nc2,晓慧,王,x,苏州恒远,"wang@h.example; w@i.example",138 0013 8000,1985-02-30,\n',
    'users.csv': 'Full Name,Email\nAna Ruiz,ana@v.example\n',
    'opportunities.csv':
      'Opportunity Name,Account Name,Amount,Stage,Closing Date,Probability\nCold store,Hanseatic Kühltechnik GmbH,"184.500,00",Proposal,31.12.2026,50%\nFreezer,苏州恒远,"9.000,00",Closed Lost,01.10.2026,0\n',
  };

  it('finds tables, fields, references, stages and keys', async () => {
    const backend = memoryBackend();
    const report = await bring(backend, files, { currency: 'EUR', country: 'CN', timeZone: 'UTC' });
    expect(report.mismatches).toEqual([]);
    expect(report.files.map((f) => [f.file, f.table, f.key ?? null, f.created])).toEqual([
      ['companies.csv', 'account', 'Id', 2],
      ['contacts.csv', 'contact', 'Contact ID', 2],
      ['users.csv', 'user', null, 1],
      ['opportunities.csv', 'deal', null, 2],
    ]);
    const [hanseatic, suzhou] = [
      byName(backend.rows('account'), 'Hanseatic Kühltechnik GmbH'),
      byName(backend.rows('account'), '苏州恒远'),
    ];
    expect(hanseatic).toMatchObject({
      employees: 1240,
      annualRevenue: { minor: 123_456_750, currency: 'EUR' },
      website: 'https://hanseatic.example',
      ownerId: backend.rows('user')[0]!.id,
    });
    expect(suzhou['annualRevenue']).toEqual({ minor: 400_000_000, currency: 'CNY' });
    const wang = byName(backend.rows('contact'), '王晓慧');
    expect(wang).toMatchObject({
      accountId: suzhou.id,
      givenName: '晓慧',
      emails: [{ value: 'wang@h.example', primary: true }, { value: 'w@i.example' }],
      phones: [{ raw: '138 0013 8000', e164: '+8613800138000', label: 'mobile' }],
    });
    expect(byName(backend.rows('contact'), 'Amina Okonkwo')).toMatchObject({
      birthday: '1979-03-14',
      custom: { 'Shoe size': '39' },
    });
    const lost = byName(backend.rows('deal'), 'Freezer');
    expect(lost).toMatchObject({
      amount: { minor: 900_000, currency: 'EUR' },
      expectedClose: '2026-10-01',
      closedAt: '2026-10-01T00:00:00.000Z',
      accountId: suzhou.id,
    });
    expect(backend.row('stage', String(lost['stageId']))).toMatchObject({ name: 'Closed Lost', category: 'lost' });
  });

  it('keeps a value that cannot be read and a link that points nowhere, and says so', async () => {
    const backend = memoryBackend();
    const report = await bring(backend, files, { currency: 'EUR', country: 'CN', timeZone: 'UTC' });
    expect(report.problems).toEqual([
      {
        kind: 'value',
        file: 'contacts.csv',
        line: 3,
        column: 'Date of Birth',
        value: '1985-02-30',
        reason: 'is not a date that can be read',
      },
      {
        kind: 'link',
        file: 'contacts.csv',
        line: 2,
        column: 'Account Name',
        value: 'Hanseatic Kuhltechnik',
        reason: 'there is no account with this id or name',
      },
    ]);
    expect(byName(backend.rows('contact'), '王晓慧').custom).toMatchObject({ 'Date of Birth': '1985-02-30' });
    const amina = byName(backend.rows('contact'), 'Amina Okonkwo');
    expect(backend.rows('externalId').filter((r) => r['pending'])).toMatchObject([
      {
        recordId: amina.id,
        table: 'contact',
        externalId: 'Hanseatic Kuhltechnik',
        pending: 'accountId',
        system: 'export',
      },
    ]);
  });

  it('sets a waiting link once its target comes', async () => {
    const backend = memoryBackend();
    await bring(backend, files, { currency: 'EUR' });
    const more = { ...files, 'companies.csv': `${files['companies.csv']}3,Hanseatic Kuhltechnik,,,,,\n` };
    const report = await bring(backend, more, { currency: 'EUR' });
    expect(counts(report, 'contacts.csv')).toEqual([2, 0, 1, 1, 0, 0]);
    expect(byName(backend.rows('contact'), 'Amina Okonkwo')['accountId']).toBe(
      byName(backend.rows('account'), 'Hanseatic Kuhltechnik').id,
    );
    expect(backend.rows('externalId').filter((r) => r['pending'])).toEqual([]);
  });

  it('links to records that are here already by their names', async () => {
    const backend = memoryBackend({ seed: { account: [{ id: 'acc-1', name: 'Polarkälte AG' }] } });
    await bring(backend, { 'contacts.csv': 'Last Name,Account Name\nBauer,Polarkälte AG\n' });
    expect(byName(backend.rows('contact'), 'Bauer')['accountId']).toBe('acc-1');
  });

  it('counts the rows of a file that it cannot place', async () => {
    const report = await bring(memoryBackend(), { 'weather.csv': 'temperature,pressure\n1,2\n3,4\n', 'empty.csv': '' });
    expect(counts(report, 'weather.csv')).toEqual([2, 0, 0, 0, 0, 2]);
    expect(counts(report, 'empty.csv')).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('a company named in a column', () => {
  const companies = { 'companies.csv': 'Id,Company\n1,Polarkälte AG\n' };
  const people = {
    'contacts.csv': 'Id,Last Name,Company\n1,Bauer,Polarkälte AG\n',
    'deals.csv': 'Deal ID,Deal Name,Organisation,Company Size\nD1,Freezer,Polarkälte AG,50\n',
  };

  it.each(['Company', 'Company Name', 'Organization', '公司', '客户'])(
    'links contacts and deals by %s',
    async (header) => {
      const backend = memoryBackend();
      const report = await bring(backend, {
        ...companies,
        'contacts.csv': `Id,Last Name,${header}\n1,Bauer,Polarkälte AG\n`,
        'deals.csv': `Deal ID,Deal Name,${header}\nD1,Freezer,Polarkälte AG\n`,
      });
      const { id } = byName(backend.rows('account'), 'Polarkälte AG');
      expect(report.problems).toEqual([]);
      expect(byName(backend.rows('contact'), 'Bauer')['accountId']).toBe(id);
      expect(byName(backend.rows('deal'), 'Freezer')['accountId']).toBe(id);
    },
  );

  it('stays as text and is reported where there is no such account, until it comes', async () => {
    const backend = memoryBackend();
    const report = await bring(backend, people);
    expect(backend.rows('account')).toEqual([]);
    expect(report.problems.map((p) => [p.kind, p.file, p.column, p.value])).toEqual([
      ['link', 'contacts.csv', 'Company', 'Polarkälte AG'],
      ['link', 'deals.csv', 'Organisation', 'Polarkälte AG'],
    ]);
    expect(byName(backend.rows('contact'), 'Bauer').custom).toEqual({ Company: 'Polarkälte AG' });
    expect(byName(backend.rows('deal'), 'Freezer').custom).toEqual({
      Organisation: 'Polarkälte AG',
      'Company Size': '50',
    });
    expect(counts(await bring(backend, people), 'contacts.csv')).toEqual([1, 0, 0, 1, 0, 0]);

    const later = await bring(backend, { ...people, ...companies });
    expect(later.problems).toEqual([]);
    const { id } = byName(backend.rows('account'), 'Polarkälte AG');
    expect(byName(backend.rows('contact'), 'Bauer')['accountId']).toBe(id);
    expect(byName(backend.rows('contact'), 'Bauer').custom).toEqual({});
    expect(byName(backend.rows('deal'), 'Freezer')).toMatchObject({ accountId: id });
    expect(byName(backend.rows('deal'), 'Freezer').custom).toEqual({ 'Company Size': '50' });
    expect(counts(await bring(backend, { ...people, ...companies }), 'deals.csv')).toEqual([1, 0, 0, 1, 0, 0]);
  });
});

describe('the currency of amounts', () => {
  const deals = (header: string, rows: string): Record<string, string> => ({
    'deals.csv': `Deal ID,Deal Name,Amount,${header}\n${rows}`,
  });

  it.each(['Currency', 'currency_code', '币种', 'Amount Currency'])('is what the row says under %s', async (header) => {
    const backend = memoryBackend();
    const rows = 'D1,Big,"1,234.50",USD\nD2,Yen,"12,000",jpy\nD3,Own,£5.00,USD\nD4,None,7.00,\nD5,Peso,$9.00,CLP\n';
    const report = await bring(backend, deals(header, rows), { currency: 'EUR' });
    expect(report.problems).toEqual([]);
    expect(backend.rows('deal').map((d) => [d['name'], d['amount']])).toEqual([
      ['Big', { minor: 123_450, currency: 'USD' }],
      ['Yen', { minor: 12_000, currency: 'JPY' }],
      ['Own', { minor: 500, currency: 'GBP' }],
      ['None', { minor: 700, currency: 'EUR' }],
      ['Peso', { minor: 9, currency: 'CLP' }],
    ]);
    expect(report.files[0]!.columns[3]!.to).toBe('currency of the amounts, custom');
  });

  it('is not guessed where the row’s word is no ISO 4217 code', async () => {
    const backend = memoryBackend();
    const rows = 'D1,Big,"1,234.50",Taler\nD2,Own,£5.00,Taler\n';
    const report = await bring(backend, deals('Currency', rows), { currency: 'EUR' });
    expect(report.problems).toMatchObject([
      { kind: 'value', line: 2, column: 'Amount', value: '1,234.50', reason: expect.stringContaining('“Taler”') },
    ]);
    expect(byName(backend.rows('deal'), 'Big')).toMatchObject({ custom: { Amount: '1,234.50', Currency: 'Taler' } });
    expect(byName(backend.rows('deal'), 'Big')['amount'] ?? null).toBeNull();
    expect(byName(backend.rows('deal'), 'Own')['amount']).toEqual({ minor: 500, currency: 'GBP' });
  });
});

describe('a second run', () => {
  const people = (rows: string): Record<string, string> => ({
    'contacts.csv': `Id,Last Name,Title,Email,Tags\n${rows}`,
  });

  it('changes nothing when the source did not change', async () => {
    const backend = memoryBackend();
    await bring(backend, people('1,Bauer,Buyer,b@x.example,a\n2,Klein,,k@x.example,\n'));
    const before = backend.rows('contact');
    const report = await bring(backend, people('1,Bauer,Buyer,b@x.example,a\n2,Klein,,k@x.example,\n'));
    expect(counts(report, 'contacts.csv')).toEqual([2, 0, 0, 2, 0, 0]);
    expect(backend.rows('contact')).toEqual(before);
  });

  it('updates what the source changed and leaves what a person changed', async () => {
    const backend = memoryBackend();
    await bring(backend, people('1,Bauer,Buyer,b@x.example,a\n'));
    const { id } = backend.rows('contact')[0]!;
    backend.update('contact', id, { department: 'Purchasing', jobTitle: 'Head of purchasing', tags: ['a', 'mine'] });
    const report = await bring(backend, people('1,Bauer-Roth,Buyer,b@x.example,"a,b"\n'));
    expect(counts(report, 'contacts.csv')).toEqual([1, 0, 1, 0, 0, 0]);
    expect(backend.row('contact', id)).toMatchObject({
      familyName: 'Bauer-Roth',
      name: 'Bauer-Roth',
      jobTitle: 'Head of purchasing',
      department: 'Purchasing',
      tags: ['a', 'mine', 'b'],
    });
  });

  it('keeps the person’s value and reports it when both changed a field', async () => {
    const backend = memoryBackend();
    await bring(backend, people('1,Bauer,Buyer,,\n'));
    const { id } = backend.rows('contact')[0]!;
    backend.update('contact', id, { jobTitle: 'Head of purchasing' });
    const report = await bring(backend, people('1,Bauer,Director,,\n'));
    expect(backend.row('contact', id)).toMatchObject({ jobTitle: 'Head of purchasing' });
    expect(report.problems).toMatchObject([{ kind: 'kept', line: 2, column: 'jobTitle', value: 'Director' }]);
  });

  it('leaves the places of cards to people: new ones stand in the order of the source, in each stage', async () => {
    const backend = memoryBackend();
    const deals = (rows: string): Record<string, string> => ({ 'deals.csv': `Id,Deal Name,Stage\n${rows}` });
    const lane = (stage: string): unknown[] => {
      const { id } = byName(backend.rows('stage'), stage);
      const cards = backend.rows('deal').filter((d) => d['stageId'] === id);
      return cards.sort((a, b) => (String(a['rank']) < String(b['rank']) ? -1 : 1)).map((d) => d['name']);
    };
    const source = Array.from({ length: 80 }, (_, i) => `${i},Deal ${i},${i % 2 ? 'Offer' : 'New'}\n`);
    await bring(backend, deals(source.join('')));
    expect(lane('New')).toEqual(Array.from({ length: 40 }, (_, i) => `Deal ${2 * i}`));
    expect(lane('Offer')).toEqual(Array.from({ length: 40 }, (_, i) => `Deal ${2 * i + 1}`));

    backend.update('deal', byName(backend.rows('deal'), 'Deal 78').id, { rank: 'Zz' });
    // As an import left it that knew no ranks.
    backend.write('deal', { ...byName(backend.rows('deal'), 'Deal 3'), rank: null });
    const before = backend.rows('deal');
    const report = await bring(backend, deals(source.join('')));
    expect(counts(report, 'deals.csv')).toEqual([80, 0, 0, 80, 0, 0]);
    expect(backend.rows('deal')).toEqual(before);

    source[78] = '78,Deal 78 b,New\n';
    await bring(backend, deals([...source, '80,Deal 80,New\n'].join('')));
    expect(lane('New')[0]).toBe('Deal 78 b');
    expect(lane('New').at(-1)).toBe('Deal 80');
  });

  it('knows rows without an id by their content and how often it has come', async () => {
    const backend = memoryBackend();
    const rows = 'Last Name,Title\nBauer,Buyer\nBauer,Buyer\nKlein,\n';
    await bring(backend, { 'contacts.csv': rows });
    expect(backend.rows('contact')).toHaveLength(3);
    const report = await bring(backend, { 'contacts.csv': `${rows}Bauer,Buyer\n` });
    expect(counts(report, 'contacts.csv')).toEqual([4, 1, 0, 3, 0, 0]);
  });

  it('keeps the id for the key when a few rows repeat one, and refuses those with the line of the first', async () => {
    const backend = memoryBackend();
    const rows =
      '1,Bauer,,,\n2,Klein,,,\n3,Wolf,,,\n4,Roth,,,\n5,Sommer,,,\n6,Vogt,,,\n7,Lang,,,\n8,Kurz,,,\n9,Frei,,,\n';
    const clean = await bring(backend, people(rows));
    expect(clean.files[0]!.key).toBe('Id');
    const more = Array.from({ length: 20 }, (_, i) => `${i + 10},Person ${i},,,\n`).join('');
    const report = await bring(backend, people(`${rows}2,Klein,,,\n3,Wolff,,,\n${more}`));
    expect(report.files[0]!.key).toBe('Id');
    expect(counts(report, 'contacts.csv')).toEqual([31, 20, 0, 9, 2, 0]);
    expect(report.problems).toMatchObject([
      { kind: 'refused', line: 11, column: 'Id', value: '2', reason: 'the same row has come before, in line 3' },
      {
        kind: 'refused',
        line: 12,
        column: 'Id',
        value: '3',
        reason: 'this id has come before, in line 4, with other values; the first row counts',
      },
    ]);
    expect(report.mismatches).toEqual([]);
    expect(byName(backend.rows('contact'), 'Wolf')).toBeDefined();
    expect(backend.rows('contact')).toHaveLength(29);
  });

  it('does not bring back what a person removed', async () => {
    const backend = memoryBackend();
    await bring(backend, people('1,Bauer,Buyer,,\n2,Klein,,,\n'));
    backend.remove('contact', byName(backend.rows('contact'), 'Bauer').id);
    const report = await bring(backend, people('1,Bauer,Director,,\n2,Klein,,,\n'));
    expect(counts(report, 'contacts.csv')).toEqual([2, 0, 0, 1, 1, 0]);
    expect(backend.rows('contact')).toHaveLength(1);
  });

  it('goes on after a run that was cut short', async () => {
    const backend = memoryBackend();
    const real = backend.adapter();
    let left = 3;
    const failing: Adapter = {
      ...real,
      capabilities: { ...real.capabilities, idempotency: false },
      push: (changes) => (left-- > 0 ? real.push(changes) : Promise.reject(new OfflineError('Importing'))),
    };
    const rows = Array.from({ length: 700 }, (_, i) => `${i},Person ${i},,,\n`).join('');
    const cut = await bring(backend, people(rows), { adapter: failing });
    expect(cut.stopped).toContain('cannot be reached');
    expect(counts(cut, 'contacts.csv')).toEqual([700, 500, 0, 0, 200, 0]);
    const report = await bring(backend, people(rows));
    expect(counts(report, 'contacts.csv')).toEqual([700, 200, 0, 500, 0, 0]);
    expect(backend.rows('contact')).toHaveLength(700);
  });
});

describe('bad input', () => {
  it('never stops the import and never vanishes', async () => {
    const backend = memoryBackend();
    const report = await bring(
      backend,
      {
        'contacts.csv':
          'Id,Last Name,Email\n1,Bauer,b@x.example\n2,"Kl\n3,,\n4,Wolf\n1,Again,\n,NoId,\n7,Nul\0,\n8,Roth,not an address\n',
      },
      {
        map: {
          files: {
            'contacts.csv': {
              table: 'contact',
              key: ['Id'],
              columns: { Id: null, 'Last Name': 'familyName', Email: 'emails' },
            },
          },
        },
      },
    );
    expect(counts(report, 'contacts.csv')).toEqual([8, 2, 0, 0, 6, 0]);
    expect(report.problems.map((p) => [p.kind, p.line, p.column, p.reason])).toEqual([
      ['refused', 3, '', 'a quote is opened and never closed'],
      ['refused', 5, '', 'the row has 2 cells, the header 3'],
      ['refused', 8, '', 'the row holds a NUL character, which no text may contain'],
      ['refused', 4, '', 'Name may not be empty'],
      ['refused', 6, 'Id', 'this id has come before, in line 2, with other values; the first row counts'],
      ['refused', 7, 'Id', 'the row has no id, so a second import could not find it again'],
      ['value', 9, 'Email', 'is not an email address'],
    ]);
    expect(reportText(report)).toContain('The counts add up in every file.');
  });

  it('writes nothing on a dry run and reports the same counts', async () => {
    const backend = memoryBackend();
    const files = { 'contacts.csv': 'Id,Last Name,Account Name\n1,Bauer,Nobody\n2,,\n' };
    const dry = await bring(backend, files, { dryRun: true });
    expect([...backend.rows('contact'), ...backend.rows('externalId')]).toEqual([]);
    const wet = await bring(backend, files);
    expect({ ...dry, dryRun: false, seconds: 0, startedAt: '' }).toEqual({ ...wet, seconds: 0, startedAt: '' });
  });

  const hostile = sharedData('hostile');

  it.skipIf(hostile.missing)('keeps naughty strings as they are', async () => {
    const strings = (JSON.parse(readFileSync(join(hostile.path, 'blns.json'), 'utf8')) as string[]).filter(
      (s) => s.trim() !== '',
    );
    const quoted = strings.map((s, i) => `${i},"${s.replaceAll('"', '""')}","${s.replaceAll('"', '""')}"\n`).join('');
    const backend = memoryBackend();
    const report = await bring(
      backend,
      { 'contacts.csv': `Id,Full Name,Birthday\n${quoted}` },
      {
        map: {
          files: {
            'contacts.csv': {
              table: 'contact',
              key: ['Id'],
              columns: { Id: null, 'Full Name': 'name', Birthday: 'birthday' },
            },
          },
        },
      },
    );
    const [, created, , , refused] = counts(report, 'contacts.csv');
    const refusedIds = new Set(report.problems.filter((p) => p.kind === 'refused').map((p) => p.line));
    expect(created! + refused!).toBe(strings.length);
    // Only what the declaration forbids: a name of over 500 characters, and NUL.
    expect(strings.filter((s) => s.length > 500 || s.includes('\0'))).toHaveLength(refusedIds.size);
    const names = new Set(backend.rows('contact').map((r) => r['name']));
    for (const s of strings) if (s.length <= 500 && !s.includes('\0')) expect(names).toContain(s.trim());
  });

  it.skipIf(hostile.missing)('keeps formulas as text, and disarms them in its own report', async () => {
    const formulas = readFileSync(join(hostile.path, 'csv-formula-injection.txt'), 'utf8')
      .split('\n')
      .filter((l) => l !== '');
    const backend = memoryBackend();
    const report = await bring(
      backend,
      {
        'contacts.csv': `Id,Full Name,Birthday\n${formulas.map((f, i) => `${i},"${f.replaceAll('"', '""')}","${f.replaceAll('"', '""')}"\n`).join('')}`,
      },
      {
        map: {
          files: {
            'contacts.csv': {
              table: 'contact',
              key: ['Id'],
              columns: { Id: null, 'Full Name': 'name', Birthday: 'birthday' },
            },
          },
        },
      },
    );
    expect(new Set(backend.rows('contact').map((r) => r['name']))).toEqual(new Set(formulas));
    for (const cells of parseCsv(problemsCsv(report.problems).slice(1)).rows.map((r) => r.cells))
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@]/);
  });
});

it('decides by their status which tasks are done', async () => {
  const backend = memoryBackend();
  await bring(backend, {
    'tasks.csv': 'Subject,Due Date,Status\nA,2026-01-05,Completed\nB,2026-01-06,Not Started\nC,2026-01-07,\n',
  });
  expect(Object.fromEntries(backend.rows('activity').map((a) => [a['subject'], a['done']]))).toEqual({
    A: true,
    B: false,
    C: false,
  });
});
