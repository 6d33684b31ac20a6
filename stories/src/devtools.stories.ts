import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Devtools } from '@vinculo/widgets/devtools';
import '@vinculo/widgets/devtools';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  tab: Devtools['tab'];
  /** A refused change, and changes that wait for the connection. */
  trouble: boolean;
}

/** What a page with a board and a list does. */
async function work({ backend, crm }: Demo, trouble: boolean): Promise<void> {
  crm.deals.query({ where: { stageId: 'stage-proposal' }, orderBy: ['rank'], limit: 20, include: ['accountId'] }).subscribe();
  crm.deals.aggregate({ groupBy: ['stageId'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } }).subscribe();
  crm.contacts.query({ where: { search: 'amina' }, orderBy: ['name'] }).subscribe();
  const { rows: [account] } = await crm.accounts.query({ limit: 1 }).once();
  if (!trouble || !account) return;
  backend.faults.refuse({ table: 'account' }, 'closed', 'The books are closed.');
  await crm.accounts.update(account.id, { industry: 'Cold stores' }).synced.catch(() => {});
  backend.faults.offline();
  const { id } = crm.contacts.create({ name: 'Noor' });
  crm.contacts.update(id, { jobTitle: 'Buyer' });
}

function draw(args: Args): TemplateResult {
  const { tab, trouble } = args;
  const made = demo();
  void work(made, trouble);
  return page(args, html`<vinculo-devtools .client=${made.crm} tab=${tab}></vinculo-devtools>`);
}

const meta: Meta<Args> = {
  title: 'Devtools',
  args: { tab: 'queries', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 900, trouble: true },
  render: (args) => draw(args),
};
export default meta;

type Story = StoryObj<Args>;

/** Waits until the panel says something. */
const says = (canvas: HTMLElement, text: string): Promise<void> =>
  waitFor(async () => {
    const panel = canvas.querySelector('vinculo-devtools')!.shadowRoot!.querySelector('[role=tabpanel]');
    await expect(panel?.textContent ?? '').toContain(text);
  }, { timeout: 5000 });

export const Queries: Story = { play: ({ canvasElement }) => says(canvasElement, 'stage-proposal') };
export const Nodes: Story = { args: { tab: 'nodes' }, play: ({ canvasElement }) => says(canvasElement, 'groupBy') };
export const Tables: Story = { args: { tab: 'tables', trouble: false }, play: ({ canvasElement }) => says(canvasElement, 'deal') };
export const Outbox: Story = { args: { tab: 'outbox' }, play: ({ canvasElement }) => says(canvasElement, 'refused') };
export const EmptyOutbox: Story = { args: { tab: 'outbox', trouble: false }, play: ({ canvasElement }) => says(canvasElement, 'Nothing waits') };
export const Connection: Story = { args: { tab: 'connection' }, play: ({ canvasElement }) => says(canvasElement, 'Try now') };
export const WithoutClient: Story = {
  render: (args) => page(args, html`<vinculo-devtools></vinculo-devtools>`),
  play: ({ canvasElement }) => waitFor(async () => { await expect(canvasElement.querySelector('vinculo-devtools')!.shadowRoot!.querySelector('[part~=no-client]')).not.toBeNull(); }, { timeout: 5000 }),
};
export const Dark: Story = { args: { tab: 'outbox', scheme: 'dark' }, play: ({ canvasElement }) => says(canvasElement, 'refused') };
export const Chinese: Story = { args: { tab: 'connection', lang: 'zh-CN' }, play: ({ canvasElement }) => says(canvasElement, '立即重试') };
export const Narrow: Story = { args: { width: 352, tab: 'outbox' }, play: ({ canvasElement }) => says(canvasElement, 'refused') };
export const RightToLeft: Story = { args: { dir: 'rtl', lang: 'ar' }, play: ({ canvasElement }) => says(canvasElement, 'stage-proposal') };
