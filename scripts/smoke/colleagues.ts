import type { Adapter } from '@vinculo/sdk/adapter';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { changeSender, refusal } from '../import/change-sender.ts';
import { clientOf, open, outboxOf, person } from './browser.ts';
import type { CrmServer } from './crm-server.ts';
import { startHost } from './host.ts';

/** Katarzyna leads the team above João's and Shira's, so that she sees and writes what is theirs; they sell. */
export type Name = 'katarzyna' | 'joao' | 'shira';

/** Writes as the host's own service, whom no rule keeps back. */
export async function write(adapter: Adapter, op: 'create' | 'update', table: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<void> {
  const [outcome] = await changeSender(adapter)([{ op, table, id, patch }]);
  expect(outcome && refusal(outcome)).toBeUndefined();
}

/** Gives the people of the demo book duties, as a company does with its first admin. */
export async function giveDuties(adapter: Adapter): Promise<void> {
  await write(adapter, 'update', 'team', 'team-dach', { parentId: 'team-service' });
  await write(adapter, 'update', 'user', 'user-shira', { role: 'sales', teamId: 'team-dach' });
  await write(adapter, 'create', 'user', 'user-admin', { name: 'Admin', role: 'admin' });
}

/** One person at a page of their own: own browser storage, own sign-in, widgets over the real server. */
export interface Colleague {
  readonly page: Page;
  /** Puts these widgets under the page's provider, in place of what was there. */
  show(...widgets: readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[]): Promise<void>;
  widget(tag: string): Locator;
  /** Cuts the person's network, or mends it. */
  cut(off: boolean): Promise<void>;
  /** Writes a field of the card as a person does. */
  edit(field: string, text: string): Promise<void>;
  /** Until the server has all that was written here. */
  synced(): Promise<void>;
  run(name: string, input: object): Promise<unknown>;
}

/** Signs people in. `leave()` closes their pages. */
export async function colleagues<N extends Name>(browser: Browser, server: CrmServer, ...names: readonly N[]): Promise<Record<N, Colleague> & { leave(): Promise<void> }> {
  const hosts = await Promise.all(names.map((name) => startHost(server, 'erp-page', { bundle: inject('bundle'), seller: `user-${name}` })));
  const contexts = await Promise.all(hosts.map(() => person(browser)));
  const pages = await Promise.all(hosts.map(({ address }, i) => open(contexts[i]!, address)));
  // Each name has its page.
  const people = Object.fromEntries(names.map((name, i) => [name, colleague(pages[i]!, contexts[i]!)])) as Record<N, Colleague>;
  return {
    ...people,
    async leave() {
      await Promise.all(contexts.map((context) => context.close()));
      await Promise.all(hosts.map((host) => host.close()));
    },
  };
}

function colleague(page: Page, context: BrowserContext): Colleague {
  const widget = (tag: string): Locator => page.locator(tag);
  return {
    page, widget,
    async show(...widgets) {
      await page.evaluate((list) => {
        document.querySelector('vinculo-provider')!.replaceChildren(...list.map(([tag, attributes]) => {
          const element = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          return element;
        }));
      }, widgets);
    },
    async cut(off) {
      await context.setOffline(off);
      if (!off) await (await clientOf(page)).evaluate((crm) => crm.retry());
    },
    async edit(field, text) {
      const card = widget('vinculo-contact-card');
      await card.locator(`[data-edit="${field}"]`).click();
      const input = card.locator('[data-editing]');
      await input.fill(text);
      await input.press('Enter');
    },
    synced: () => expect.poll(() => outboxOf(page)).toEqual([]),
    // Which command it is, and whether its input fits, is the test's word.
    run: async (name, input) => (await clientOf(page)).evaluate((crm, [command, given]) => crm.run(command as 'merge', given as never), [name, input] as const),
  };
}
