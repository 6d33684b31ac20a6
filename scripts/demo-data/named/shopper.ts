// A person in France who buys in the shop.

import type { Book, Party } from '../book.ts';
import { namedRecords as named } from '../named-records.ts';
import { culture, logger, ticket } from './story.ts';

export function makeShopper(book: Book): Party {
  const { add, at, day } = book;
  const fr = culture('FR');
  const louise = add(
    'contact',
    {
      name: 'Louise Fontaine',
      givenName: 'Louise',
      familyName: 'Fontaine',
      locale: 'fr',
      ownerId: 'user-claire',
      valueClass: 'secondary',
      lastContactAt: at(-1),
      emails: [{ id: 'e1', value: 'louise.fontaine@courriel.example', primary: true, verified: true }],
      phones: [{ id: 'p1', raw: '06 39 98 12 07', e164: '+33639981207', label: 'mobile', primary: true }],
      addresses: [
        {
          id: 'a1',
          label: 'home',
          primary: true,
          street: '12 quai de la Fosse',
          postcode: '44000',
          city: 'Nantes',
          country: 'FR',
        },
      ],
    },
    named.shopperId,
  );
  const order = (
    id: string,
    number: string,
    days: number,
    status: string,
    code: string,
    name: string,
    quantity: number,
    price: number,
  ): void =>
    void add(
      'order',
      {
        number,
        kind: 'order',
        contactId: louise.id,
        status,
        orderedAt: at(days),
        dueDate: day(days + 7),
        total: { minor: quantity * price * 100, currency: 'EUR' },
        lines: [
          {
            id: 'l1',
            productId: code,
            name,
            quantity: String(quantity),
            unit: 'pcs',
            unitPrice: price.toFixed(2),
            currency: 'EUR',
          },
        ],
      },
      id,
    );
  order('order-louise-1', 'W-58012', -4, 'shipped', 'product-ds-9', 'Door seal set', 2, 145);
  order('order-louise-2', 'W-51377', -96, 'delivered', 'product-ts-1', 'Temperature sensor', 4, 89);
  order('order-louise-3', 'W-40920', -310, 'delivered', 'product-dc-25', 'Display case 2.5 m', 1, 4650);
  add('consent', {
    contactId: louise.id,
    purpose: 'offers',
    channel: 'email',
    state: 'given',
    source: 'shop',
    at: at(-310),
  });
  ticket(
    book,
    'ticket-louise',
    louise,
    undefined,
    'open',
    'normal',
    'Joint de porte trop court',
    'Le joint reçu hier est trop court de cinq centimètres. Pouvez-vous l’échanger ?',
    'Nous envoyons le bon joint aujourd’hui. Gardez l’autre, merci.',
    -1,
    'product-ds-9',
    'order-louise-1',
  );
  const log = logger(book, 'user-claire', [['contact', louise.id]]);
  log('email', -1, 'Joint de porte trop court', 'Demande un échange.', { direction: 'in', channel: 'email' });
  log('webVisit', -4, 'Commande W-58012', 'Deux jeux de joints.', { source: 'shop' });
  return { culture: fr, account: undefined, contacts: [louise], ownerId: 'user-claire' };
}
