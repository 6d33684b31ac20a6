import { describe, expect, it } from 'vitest';
import { checkMap } from './import-map.ts';

describe('a map file', () => {
  it('is taken when it fits the declarations', () => {
    const map = checkMap(
      {
        name: 'old-crm',
        currency: 'EUR',
        files: {
          'a.csv': {
            table: 'contact',
            key: ['Nr'],
            columns: { Nr: null, Name: 'name', Mobile: { field: 'phones', label: 'mobile' } },
          },
          'b.csv': { skip: 'not needed' },
        },
      },
      'map.json',
    );
    expect(map.files['b.csv']).toEqual({ skip: 'not needed' });
  });

  it.each([
    [
      { files: { 'a.csv': { table: 'contacts', columns: {} } } },
      'map.json: files › a.csv: there is no table “contacts” to import into.',
    ],
    [
      { files: { 'a.csv': { table: 'contact', columns: { X: 'fullname' } } } },
      'map.json: files › a.csv › columns › X: contact has no field “fullname”.',
    ],
    [
      { files: { 'a.csv': { table: 'contact', columns: { X: { link: 'deal' } } } } },
      'columns › X: only activities have links',
    ],
    [{ files: { 'a.csv': { table: 'contact', colums: {} } } }, 'map.json: files › a.csv › '],
    [
      { files: { 'a.csv': { table: 'contact', columns: { X: { field: 'name', custom: 'y' } } } } },
      'map.json: files › a.csv › columns › X',
    ],
    [{ currency: 'euro', files: {} }, 'map.json: currency: is not an ISO 4217 code like EUR'],
    [{ timeZone: 'Mars/Base', files: {} }, 'map.json: timeZone: is not an IANA time zone'],
    [
      { pipelines: { contact: { name: 'x', stages: [{ name: 'y', category: 'open' }] } }, files: {} },
      'pipelines › contact: only deal, lead and ticket have pipelines',
    ],
    [[], 'map.json: '],
  ])('is refused with the place in it: %j', (json, message) => {
    expect(() => checkMap(json, 'map.json')).toThrow(message);
  });
});
