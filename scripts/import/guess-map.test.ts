import { describe, expect, it } from 'vitest';
import { guessFile } from './guess-map.ts';
import { parseCsv } from './parse-csv.ts';

const guess = (name: string, text: string) => guessFile({ name, encoding: 'utf-8', ...parseCsv(text) });

describe('guessing what a file holds', () => {
  it('reads headers in English and Chinese, folded', () => {
    expect(
      guess('客户.csv', '客户名称,行业,电话,网站\n苏州恒远,机械,0512 5550 0188,hengyuan.example\n').map,
    ).toMatchObject({
      table: 'account',
      columns: {
        客户名称: { field: 'name' },
        行业: { field: 'industry' },
        电话: { field: 'phones' },
        网站: { field: 'website' },
      },
    });
    expect(guess('contacts.csv', 'FIRST_NAME,last-name,E-mail\nA,B,a@b.example\n').map).toMatchObject({
      columns: { FIRST_NAME: { field: 'givenName' }, 'last-name': { field: 'familyName' } },
    });
  });

  it('takes the parts of addresses together', () => {
    const { map } = guess(
      'accounts.csv',
      'Account Name,Billing Street,Billing City,Billing Zip,Billing Country\nX,Y 1,Z,123,DE\n',
    );
    expect(map).toMatchObject({
      columns: {
        'Billing City': { field: 'addresses', part: 'city', label: 'billing' },
        'Billing Zip': { part: 'postcode' },
        'Billing Country': { part: 'country' },
      },
    });
  });

  it('does not trust a header against its values', () => {
    const { map } = guess('contacts.csv', 'Last Name,Email\nBauer,yes\nKlein,no\n');
    expect(map).toMatchObject({ columns: { Email: { custom: 'Email' } } });
  });

  it('names vendors, and makes users of first and last names', () => {
    expect(guess('Vendors.csv', 'VENDORID,Vendor Name,GL Account\n1,Shui Tom,Sales\n').map).toMatchObject({
      table: 'account',
      key: ['VENDORID'],
      columns: { 'Vendor Name': { field: 'name' }, 'GL Account': { custom: 'GL Account' } },
      set: { roles: ['supplier'] },
    });
    expect(guess('Users.csv', 'USER_ID,First Name,Last Name,Email\n1,,Ana,a@b.example\n').map).toMatchObject({
      table: 'user',
      template: { name: '{First Name} {Last Name}' },
    });
  });

  it('takes an id column for the key only when it is one', () => {
    expect(guess('contacts.csv', 'Id,Last Name\n1,A\n1,B\n').map).not.toHaveProperty('key');
    expect(guess('contacts.csv', 'Id,Last Name\n1,A\n2,B\n').map).toMatchObject({ key: ['Id'] });
    const rows = (count: number, id: (i: number) => number | '') =>
      `Id,Last Name\n${Array.from({ length: count }, (_, i) => `${id(i)},Person ${i}\n`).join('')}`;
    expect(
      guess(
        'contacts.csv',
        rows(3, (i) => Math.max(1, i)),
      ).map,
    ).toMatchObject({ key: ['Id'] });
    expect(
      guess(
        'contacts.csv',
        rows(40, (i) => (i < 3 ? '' : i)),
      ).map,
    ).toMatchObject({ key: ['Id'] });
    expect(
      guess(
        'contacts.csv',
        rows(40, (i) => i % 20),
      ).map,
    ).not.toHaveProperty('key');
    expect(
      guess(
        'contacts.csv',
        rows(40, (i) => (i < 10 ? '' : i)),
      ).map,
    ).not.toHaveProperty('key');
  });

  it('says why it cannot place a file', () => {
    expect(guess('cases.csv', 'Case Owner,Status,Case Origin\nA,Closed,Email\n').map).toEqual({
      skip: 'looks like tickets, but no column gives Subject; write a map file for it',
    });
    expect(guess('weather.csv', 'temperature,pressure\n1,2\n').map).toHaveProperty('skip');
  });
});
