import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Devtools } from '@vinculo/widgets/devtools';
import '@vinculo/widgets/devtools';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo } from './backend.ts';

interface Args {
  tab: Devtools['tab'];
  lang: string;
  dir: 'ltr' | 'rtl';
  scheme: 'light' | 'dark';
  width: number;
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

function page({ tab, lang, dir, scheme, width, trouble }: Args): TemplateResult {
  const made = demo();
  void work(made, trouble);
  return html`<style>.page { padding: 16px; box-sizing: border-box; max-width: 100%; } .page.dark { color-scheme: dark; background: #101216; } .page.light { color-scheme: light; background: #f3f4f6; }</style>
    <div class="page ${scheme}" lang=${lang} dir=${dir} style=${`width: ${width}px`}><vinculo-devtools .client=${made.crm} tab=${tab}></vinculo-devtools></div>`;
}

const meta: Meta<Args> = {
  title: 'Devtools',
  args: { tab: 'queries', lang: 'en', dir: 'ltr', scheme: 'light', width: 900, trouble: true },
  render: (args) => page(args),
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
export const Dark: Story = { args: { tab: 'outbox', scheme: 'dark' }, play: ({ canvasElement }) => says(canvasElement, 'refused') };
export const Chinese: Story = { args: { tab: 'connection', lang: 'zh-CN' }, play: ({ canvasElement }) => says(canvasElement, '立即重试') };
export const Narrow: Story = { args: { width: 352, tab: 'outbox' }, play: ({ canvasElement }) => says(canvasElement, 'refused') };
export const RightToLeft: Story = { args: { dir: 'rtl', lang: 'ar' }, play: ({ canvasElement }) => says(canvasElement, 'stage-proposal') };
