import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '@vinculo/widgets/outbox';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  state: 'waiting' | 'undecided' | 'lost' | 'empty';
}

async function work({ backend, crm }: Demo, state: Args['state']): Promise<void> {
  await Promise.all([crm.contacts.query().once(), crm.deals.query().once()]);
  if (state === 'empty') return;
  if (state === 'lost') {
    const restore = backend.backup();
    await crm.contacts.create({ name: 'Ana Lima', jobTitle: 'Buyer' }).synced;
    await crm.contacts.update('con-amina', { jobTitle: 'Managing director', department: 'Vorstand' }).synced;
    restore();
    return;
  }
  if (state === 'undecided') {
    backend.faults.refuse({ table: 'contact', id: 'con-amina' }, 'locked', 'This customer is locked until Friday.');
    await crm.contacts.update('con-amina', { jobTitle: 'Managing director' }).synced.catch(() => {});
  }
  backend.faults.offline();
  if (state === 'undecided') crm.contacts.update('con-jonas', { name: 'Jonas Brandt-Weiss' });
  else {
    crm.contacts.update('con-maria', { jobTitle: 'Directora general' });
    crm.deals.update('deal-01', { probability: 65, nextStep: 'Send the offer' });
    crm.contacts.create({ name: '李娜', jobTitle: '采购主管' });
    return;
  }
  setTimeout(() => {
    backend.update('contact', 'con-jonas', { name: 'Jonas B. Brandt', updatedBy: 'user-shira' });
    backend.faults.online();
    crm.retry();
  }, 200);
}

function draw(args: Args): TemplateResult {
  const made = demo();
  void work(made, args.state);
  return page(args, html`<vinculo-outbox .client=${made.crm}></vinculo-outbox>`);
}

const meta: Meta<Args> = {
  title: 'Outbox',
  args: { state: 'waiting', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 640 },
  render: (args) => draw(args),
};
export default meta;

type Story = StoryObj<Args>;

/** Waits until the outbox holds such an element. */
const has = (canvas: HTMLElement, selector: string): Promise<void> =>
  waitFor(async () => { await expect(canvas.querySelector('vinculo-outbox')!.shadowRoot!.querySelector(selector)).not.toBeNull(); }, { timeout: 5000 });

export const Waiting: Story = { play: ({ canvasElement }) => has(canvasElement, '[part=waiting]') };
export const Undecided: Story = { args: { state: 'undecided' }, play: ({ canvasElement }) => has(canvasElement, '[part~=conflict]') };
export const Lost: Story = { args: { state: 'lost' }, play: ({ canvasElement }) => has(canvasElement, '[part=lost]') };
export const Empty: Story = { args: { state: 'empty' }, play: ({ canvasElement }) => has(canvasElement, '[part~=empty]') };
export const WithoutClient: Story = { render: (args) => page(args, html`<vinculo-outbox></vinculo-outbox>`), play: ({ canvasElement }) => has(canvasElement, '[part~=no-client]') };
export const Dark: Story = { args: { scheme: 'dark', state: 'undecided' }, play: ({ canvasElement }) => has(canvasElement, '[part~=conflict]') };
export const Chinese: Story = { args: { lang: 'zh-CN' }, play: ({ canvasElement }) => has(canvasElement, '[part=waiting]') };
export const Narrow: Story = { args: { width: 320, state: 'undecided' }, play: ({ canvasElement }) => has(canvasElement, '[part~=conflict]') };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' }, play: ({ canvasElement }) => has(canvasElement, '[part=waiting]') };
