import { describe, expect, it } from 'vitest';
import { instantOf } from '../parts/local-input.ts';
import { blank, draft, missing, typedOf, type Kind, type Typed } from './composer-draft.ts';

const now = '2026-11-22T12:00:00.000Z';
const typed = (more: Partial<Typed>): Typed => ({ ...blank, ...more });
const t = ((key: string) => key) as Parameters<typeof missing>[0]; // the keys are what is looked at
const wrong = (kind: Kind, more: Partial<Typed>, sends = true): string | undefined => missing(t, kind, typed(more), sends)?.text;

describe('what is written', () => {
  it('is a note now, with its first line as title', () => {
    expect(draft('note', typed({ text: ' Wants two\nand a third ' }), true, now)).toEqual({ kind: 'note', subject: 'Wants two', body: 'Wants two\nand a third', at: now, done: true });
  });

  it('is a call with the step that follows it, and its reminder', () => {
    const call = draft('call', typed({ text: 'Budget is approved', direction: 'in', minutes: '7', next: 'Send the quote', nextWhen: '2030-05-06T10:00', remind: '60' }), true, now);
    const due = instantOf('2030-05-06T10:00')!;
    expect(call).toMatchObject({ kind: 'call', done: true, direction: 'in', seconds: 420, at: now });
    expect(call.followUp).toEqual({ kind: 'task', subject: 'Send the quote', body: null, at: due, done: false, dueAt: due, remindAt: new Date(Date.parse(due) - 3_600_000).toISOString() });
  });

  it('is a call that nobody took, without a length', () => {
    expect(draft('call', typed({ text: 'x', direction: 'missed', minutes: '7' }), true, now)).toEqual({ kind: 'call', subject: 'x', body: 'x', at: now, done: true, direction: 'in', outcome: 'missed' });
    expect(draft('call', typed({ text: 'x', direction: 'noAnswer' }), true, now)).toMatchObject({ direction: 'out', outcome: 'noAnswer' });
  });

  it('is a mail to be sent where that can be done, else one that is noted', () => {
    const mail = { subject: 'Your pump', text: 'Shall I send the offer?', to: 'contact/a account/b' };
    expect(draft('email', typed(mail), true, now)).toEqual({ kind: 'email', subject: 'Your pump', body: mail.text, at: now, done: false, direction: 'out', sendTo: [{ table: 'contact', id: 'a' }, { table: 'account', id: 'b' }] });
    expect(draft('email', typed(mail), false, now)).toEqual({ kind: 'email', subject: 'Your pump', body: mail.text, at: now, done: true, direction: 'out' });
    expect(draft('email', typed({ ...mail, mail: 'in' }), true, now)).toMatchObject({ done: true, direction: 'in' });
  });
});

describe('a mail', () => {
  const mail = { subject: 'Your pump', text: 'Hello' };

  it('goes to addresses that no record has too, and in copy', () => {
    expect(draft('email', typed({ ...mail, to: 'contact/a', addresses: ' new@home.test, NEW@home.test', cc: 'boss@home.test;friend@home.test' }), true, now)).toMatchObject({ sendTo: [{ table: 'contact', id: 'a' }], addresses: ['new@home.test'], cc: ['boss@home.test', 'friend@home.test'] });
    expect(draft('email', typed({ ...mail, addresses: 'new@home.test' }), true, now)).toMatchObject({ sendTo: [], addresses: ['new@home.test'] });
    expect(draft('email', typed({ ...mail, addresses: 'new@home.test', cc: 'boss@home.test', mail: 'out' }), true, now)).toEqual({ kind: 'email', subject: mail.subject, body: mail.text, at: now, done: true, direction: 'out' });
  });

  it('needs one receiver, addresses that are some, and no more than twenty', () => {
    expect(wrong('email', { ...mail, cc: 'boss@home.test' })).toBe('timeline.needReceiver');
    expect(wrong('email', { ...mail, addresses: 'new@home.test' })).toBeUndefined();
    expect(missing(t, 'email', typed({ ...mail, to: 'contact/a', cc: 'boss@home.test, boss' }), true)).toEqual({ field: 'cc', text: 'timeline.addressWrong' });
    const many = Array.from({ length: 19 }, (_, i) => `a${i}@home.test`).join(' ');
    expect(wrong('email', { ...mail, to: 'contact/a', addresses: many })).toBeUndefined();
    expect(missing(t, 'email', typed({ ...mail, to: 'contact/a', addresses: many, cc: 'boss@home.test' }), true)).toEqual({ field: 'cc', text: 'timeline.receiversMany' });
    expect(wrong('email', { ...mail, addresses: 'nobody', mail: 'out' })).toBeUndefined();
  });
});

describe('what is missing', () => {
  it('is asked for, one after the other', () => {
    expect(wrong('note', {})).toBe('timeline.needText');
    expect(wrong('meeting', { text: 'x' })).toBe('timeline.needStart');
    expect(wrong('email', { subject: 'x', text: 'x' })).toBe('timeline.needReceiver');
    expect(wrong('email', { to: 'contact/a', subject: 'x' })).toBe('timeline.needText');
    expect(wrong('email', { to: 'contact/a', text: 'x' })).toBe('timeline.needSubject');
    expect(wrong('email', { subject: 'x' }, false)).toBeUndefined();
    expect(wrong('call', { text: 'x', nextWhen: '2030-05-06T10:00' })).toBe('timeline.needNext');
    expect(wrong('call', { text: 'x' })).toBeUndefined();
  });
});

describe('what was refused', () => {
  it('is typed again with whom it named', () => {
    const values = { kind: 'email', subject: 'Your pump', body: 'Hello', done: false, direction: 'out', at: now, details: { send: true, to: ['new@home.test'], cc: ['boss@home.test', 'friend@home.test'] } };
    expect(typedOf(values, undefined, [])).toMatchObject({ kind: 'email', typed: { mail: 'send', to: '', addresses: 'new@home.test', cc: 'boss@home.test, friend@home.test' } });
    expect(typedOf({ kind: 'meeting', subject: 'Walk', at: now, done: false, details: { attendees: ['contact/a', 'user/b'] } }, undefined, [])).toMatchObject({ typed: { attendees: 'contact/a user/b' } });
  });

  it.each<readonly [Kind, Partial<Typed>]>([
    ['note', { text: 'Wants two\nand a third' }],
    ['call', { text: 'Budget', direction: 'missed', when: '2030-05-06T10:00', next: 'Call back', nextWhen: '2030-05-07T10:00', remind: '15' }],
    ['call', { text: 'Budget', direction: 'in', minutes: '7', when: '2030-05-06T10:00' }],
    ['task', { text: 'Send\ndrawings', when: '2030-05-06T10:00', remind: '1440' }],
    ['meeting', { text: 'Walk through', when: '2030-05-06T10:00', minutes: '90', place: 'Hamburg', remind: '0' }],
    ['email', { subject: 'Your pump', text: 'Hello', mail: 'send', to: 'contact/a' }],
    ['email', { subject: 'Your pump', text: 'Hello', mail: 'in', when: '2030-05-06T10:00' }],
  ])('%s is typed again as it was', (kind, more) => {
    const { followUp, sendTo, ...values } = draft(kind, typed(more), true, now);
    const again = typedOf({ ...values }, followUp && { ...followUp }, (sendTo ?? []).map(({ table, id }) => `${table}/${id}`))!;
    expect(again.kind).toBe(kind);
    const { followUp: next, ...rest } = draft(kind, again.typed, true, now);
    expect(rest).toEqual({ ...values, ...(sendTo ? { sendTo } : {}) });
    expect(next).toEqual(followUp);
  });
});
