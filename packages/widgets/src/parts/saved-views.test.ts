import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { testHost, type TestHost } from './controller-host.fixture.ts';
import { SavedViews } from './saved-views.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

function set(): { readonly views: SavedViews; readonly host: TestHost; readonly crm: Vinculo } {
  const kept = { table: 'deal', widget: 'list', view: { sort: 'name' } };
  const crm = createClient({ adapter: memoryBackend({ seed: { ...demoSeed(), savedView: [
    { ...kept, id: 'theirs', name: 'Big', ownerId: 'user-joao', shared: true }, { ...kept, id: 'hidden', name: 'Hidden', ownerId: 'user-joao', shared: false },
    { ...kept, id: 'of-board', name: 'Lanes', widget: 'pipeline-board', shared: true }, { ...kept, id: 'of-all', name: 'Of all', shared: true },
  ] } }).adapter('user-katarzyna') });
  const host = testHost(() => views.watch(crm, 'deal', 'user-katarzyna', true));
  const views: SavedViews = new SavedViews(host, 'list');
  host.connect();
  ends.push(async () => { host.disconnect(); await crm.close(); });
  return { views, host, crm };
}

test('one’s own views and shared ones of the widget; who made one, and all where nobody did, may change it', async () => {
  const { views, host } = set();
  await host.soon(() => views.canSave && views.all.length > 0);
  expect(views.all.map((each) => [each.id, views.isOwn(each)])).toEqual([['theirs', false], ['of-all', true]]);
});

test('a view gives way to one of its owner’s own that is saved under its name, and to no other’s', async () => {
  const { views, host } = set();
  await host.soon(() => views.canSave);
  views.save('Big', { sort: '-amount' }, false);
  await host.soon(() => views.chosen?.name === 'Big');
  expect(views.all.map(({ name }) => name)).toEqual(['Big', 'Big', 'Of all']);
  const first = views.current;
  views.save('Big', { sort: 'score' }, true);
  await host.soon(() => views.chosen?.shared === true);
  expect([views.current, views.chosen?.view, views.all.length]).toEqual([first, { sort: 'score' }, 3]);
  views.update({ sort: 'rank' });
  await host.soon(() => (views.chosen?.view as { sort?: string } | undefined)?.sort === 'rank');
  views.remove();
  await host.soon(() => views.all.length === 2);
  expect([views.current, views.chosen]).toEqual([undefined, undefined]);
});
