import { createClient, type Vinculo } from '@vinculo/sdk';
import { memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, expect, it, vi } from 'vitest';
import { DevtoolsController } from './devtools.controller.ts';

const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

interface Bench {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly controller: DevtoolsController;
  readonly controllers: readonly ReactiveController[];
}

function setUp(): Bench {
  const backend = memoryBackend({ seed: { account: [{ id: 'acme', name: 'Acme' }] } });
  const crm = createClient({ adapter: backend.adapter('ana') });
  const controllers: ReactiveController[] = [];
  const host: ReactiveControllerHost = { addController: (each) => void controllers.push(each), removeController: () => {}, updateComplete: Promise.resolve(true), requestUpdate: () => {} };
  const controller = new DevtoolsController(host);
  open.push(() => { for (const each of controllers) each.hostDisconnected?.(); return crm.close(); });
  for (const each of controllers) each.hostConnected?.();
  controller.watch(crm);
  return { backend, crm, controller, controllers };
}

const soon = (holds: () => boolean): Promise<void> => vi.waitFor(() => { if (!holds()) throw new Error('not yet'); }, { interval: 5, timeout: 3000 });

it('follows the reports of a client', async () => {
  const { crm, controller } = setUp();
  await soon(() => controller.report !== undefined);
  crm.accounts.query().subscribe();
  await soon(() => controller.report!.queries[0]?.shown === 1);
  expect(controller.report!.queries).toMatchObject([{ table: 'account', listeners: 1, status: 'ready' }]);
});

it('stands still while paused, and follows again', async () => {
  const { crm, controller } = setUp();
  await soon(() => controller.report?.connection.state === 'online');
  controller.pause(true);
  const { report } = controller;
  crm.accounts.query().subscribe();
  await crm.accounts.query().once();
  expect((await crm.debug.report()).queries).toHaveLength(1);
  expect(controller.report).toBe(report);
  controller.pause(false);
  await soon(() => controller.report!.queries.length === 1);
});

it('lets go of the client while it is out of the page', async () => {
  const { crm, controller, controllers } = setUp();
  await soon(() => controller.report?.connection.state === 'online');
  for (const each of controllers) each.hostDisconnected?.();
  const { report } = controller;
  crm.accounts.query().subscribe();
  await crm.accounts.query().once();
  expect(controller.report).toBe(report);
  for (const each of controllers) each.hostConnected?.();
  await soon(() => controller.report!.queries.length === 1);
});

it('finds the change that an entry of the report stands for', async () => {
  const { backend, crm, controller } = setUp();
  await crm.accounts.query().once();
  backend.faults.offline();
  crm.accounts.update('acme', { name: 'Acme Group' });
  await soon(() => controller.report?.outbox.length === 1);
  const { key } = controller.report!.outbox[0]!;
  controller.entry(key)!.discard();
  await soon(() => controller.report!.outbox.length === 0);
  expect(controller.entry(key)).toBeUndefined();
});

it('says that a client of a version without reports cannot be looked into', () => {
  const { controller } = setUp();
  controller.watch({} as Vinculo);
  expect(controller.isTooOld).toBe(true);
  expect(controller.report).toBeUndefined();
});
