import { expect, it } from 'vitest';
import { fillReply, type ReplySources } from './reply-variables.ts';

const sources: ReplySources = { ticket: { number: 'T-1042', subject: 'Leak', type: 'fault', guestName: null }, contact: { name: 'Priya Raghunathan', givenName: 'Priya', jobTitle: '' }, account: { name: 'Kaveri' }, order: undefined, agent: 'Shira' };

it('puts in what is known, in the language of the reply', () => {
  expect(fillReply('Dear {first name}, {number} ({subject}). {agent}', sources)).toEqual({ text: 'Dear Priya, T-1042 (Leak). Shira', open: [] });
  expect(fillReply('{姓名}您好，{编号}', sources).text).toBe('Priya Raghunathan您好，T-1042');
  expect(fillReply('{ ticket.type } {account.name}', sources).text).toBe('fault Kaveri');
});

it('leaves what is not known in its braces, to be filled in', () => {
  expect(fillReply('On {visit date}, {visit date}, {order} {contact.jobTitle}', sources)).toEqual({ text: 'On {visit date}, {visit date}, {order} {contact.jobTitle}', open: ['{visit date}', '{order}', '{contact.jobTitle}'] });
});

it('knows a guest by the name they gave', () => {
  expect(fillReply('Dear {first name}', { ...sources, contact: undefined, ticket: { guestName: 'Sam' } }).text).toBe('Dear Sam');
});

it('is not led outside the records', () => {
  for (const name of ['{constructor.name}', '{ticket.constructor}', '{__proto__.x}', '{toString}']) expect(fillReply(name, sources).open).toEqual([name]);
});
