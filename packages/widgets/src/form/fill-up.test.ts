import { expect, test } from 'vitest';
import { fillUp } from './fill-up.ts';

test('what is typed fills what a record lacks, and changes nothing of what it says', () => {
  const row = {
    id: 'c', name: 'Amina Okonkwo-Bauer', jobTitle: null, tags: ['vip'],
    emails: [{ id: 'a', value: 'amina@example.com', primary: true }], phones: [{ id: 'p', raw: '0171 3920042', e164: '+491713920042' }],
  };
  const typed = {
    name: 'A. Okonkwo', jobTitle: 'Buyer', birthday: '', tags: ['fair'], ownerId: 'u2',
    emails: [{ id: 'x', value: 'AMINA@example.com', primary: true }, { id: 'y', value: 'a.okonkwo@example.com', primary: true }], phones: [{ id: 'q', raw: '+49 171 3920042', e164: '+491713920042' }],
  };
  expect(fillUp(row, typed, ['name', 'jobTitle', 'birthday', 'tags', 'emails', 'phones'])).toEqual({
    jobTitle: 'Buyer', emails: [{ id: 'a', value: 'amina@example.com', primary: true }, { id: 'y', value: 'a.okonkwo@example.com', primary: false }],
  });
});
