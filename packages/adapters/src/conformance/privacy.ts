import { VinculoError } from '@vinculo/sdk';
import { type AnyRow, newId } from '@vinculo/sdk/schema';
import type { Bench } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, checkSame } from './check.ts';
import { offers } from './commanding.ts';

/** A contact with an address of its own, whom a call was about. */
async function someone(bench: Bench): Promise<{ readonly contact: AnyRow; readonly activity: AnyRow; readonly email: string }> {
  const email = `${newId()}@person.example`;
  const contact = await bench.stored(bench.change('create', 'contact', newId(), { name: bench.label('Li Wei'), emails: [{ id: 'e', value: email }], description: 'Has two children' }));
  const at = '2026-11-22T01:18:50.000Z';
  const activity = await bench.stored(bench.change('create', 'activity', newId(), { kind: 'call', subject: 'Li Wei called', body: 'About the children', at }));
  await bench.stored(bench.change('create', 'activityLink', newId(), { activityId: activity.id, table: 'contact', recordId: contact.id, kind: 'call', at }));
  return { contact, activity, email };
}

export const privacyCases: readonly ConformanceCase[] = [
  {
    name: 'findDuplicates offers who has the same address, and joins nobody',
    skip: needs(offers('findDuplicates'), hook('activities')),
    async run(bench) {
      const { contact, email } = await someone(bench);
      const same = await bench.stored(bench.change('create', 'contact', newId(), { name: bench.label('L. Wei'), emails: [{ id: 'x', value: email.toUpperCase() }] }));
      const output = await bench.backend.adapter.run!('findDuplicates', { table: 'contact', id: contact.id }, bench.label('duplicates')) as { readonly duplicates?: readonly { readonly id: string; readonly by: string }[] };
      checkSame(output.duplicates?.map(({ id, by }) => [id, by]), [[same.id, 'email']], 'it answers the one other contact, and what both have');
      checkSame([(await bench.now(contact.id, 'contact'))?.version, (await bench.now(same.id, 'contact'))?.version], [contact.version, same.version], 'both are as they were');
    },
  },
  {
    name: 'exportPerson answers all that is about a person',
    skip: needs(offers('exportPerson'), hook('activities')),
    async run(bench) {
      const { contact, activity, email } = await someone(bench);
      const output = await bench.backend.adapter.run!('exportPerson', { table: 'contact', id: contact.id }, bench.label('export')) as { readonly records?: Readonly<Record<string, readonly AnyRow[]>> };
      check(JSON.stringify(output.records?.['contact'] ?? '').includes(email), 'the contact is in it', output);
      checkSame(output.records?.['activity']?.map((row) => row.id), [activity.id], 'what was done with them is in it');
    },
  },
  {
    name: 'erasePerson leaves nothing that says who it was, and takes nothing that comes late',
    skip: needs(offers('erasePerson'), hook('activities')),
    async run(bench) {
      const { contact, activity, email } = await someone(bench);
      await bench.backend.adapter.run!('erasePerson', { table: 'contact', id: contact.id }, bench.label('erase'));
      const [left, call] = [await bench.now(contact.id, 'contact'), await bench.now(activity.id, 'activity')];
      const kept = JSON.stringify([left, call]);
      for (const word of [email, 'Li Wei', 'children']) check(!kept.includes(word), 'names, addresses and texts are gone', kept);
      const late = await bench.send(bench.change('update', 'contact', contact.id, { description: 'Has three children' }));
      check(late.status === 'rejected' && late.code === 'erased', 'a write of who was offline meanwhile is refused with the code “erased”', late);
      const error = await bench.backend.adapter.run!('merge', { table: 'contact', intoId: contact.id, fromId: (await someone(bench)).contact.id }, bench.label('merged')).then(() => undefined, (e: unknown) => e);
      check(!bench.backend.adapter.capabilities.commands.includes('merge') || (error instanceof VinculoError && !error.retryable), 'nobody is made one with them', error);
    },
  },
];
