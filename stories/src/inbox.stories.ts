import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Inbox } from '@vinculo/widgets/inbox';
import '@vinculo/widgets/inbox';
import '@vinculo/widgets/notifications';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo } from './backend.ts';
import { morning } from './daily-work.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  of: Inbox['of'];
  view: Inbox['view'];
  state: 'ready' | 'empty' | 'offline' | 'forbidden' | 'readonly' | 'loading' | 'failed';
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args): TemplateResult {
  const { of, view, state } = args;
  const made = demo({ before: (backend) => { morning(backend); if (state === 'empty') for (const { id } of backend.rows('ticket')) backend.remove('ticket', id); } });
  if (state === 'forbidden') made.backend.faults.forbid('ticket');
  if (state === 'loading') made.backend.faults.hold();
  if (state === 'failed') made.backend.faults.offline();
  shown = made;
  return page(args, html`<vinculo-inbox .client=${made.crm} of=${of} view=${view} ?readonly=${state === 'readonly'}><vinculo-notifications slot="actions" .client=${made.crm}></vinculo-notifications></vinculo-inbox>`);
}

const meta: Meta<Args> = {
  title: 'Inbox',
  args: { of: 'ticket', view: 'all', state: 'ready', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 900 },
  render: (args) => draw(args),
};
export default meta;

type Story = StoryObj<Args>;

const root = (canvas: HTMLElement, tag = 'vinculo-inbox'): ShadowRoot => canvas.querySelector(tag)!.shadowRoot!;
/** Waits until the queue holds such an element. */
const has = (canvas: HTMLElement, selector: string): Promise<void> =>
  waitFor(async () => { await expect(root(canvas).querySelector(selector)).not.toBeNull(); }, { timeout: 5000 });

export const Tickets: Story = { play: ({ canvasElement }) => has(canvasElement, '[part=claim]') };
export const Leads: Story = { args: { of: 'lead', view: 'unassigned' }, play: ({ canvasElement }) => has(canvasElement, '[part=claim]') };
export const Bell: Story = {
  play: async ({ canvasElement }) => {
    await waitFor(async () => { await expect(root(canvasElement, 'vinculo-notifications').querySelector('.number')).not.toBeNull(); }, { timeout: 5000 });
    root(canvasElement, 'vinculo-notifications').querySelector<HTMLElement>('.bell')!.click();
    await waitFor(async () => { await expect(root(canvasElement, 'vinculo-notifications').querySelector('.note')).not.toBeNull(); });
  },
};
export const Empty: Story = { args: { state: 'empty', view: 'unassigned' }, play: ({ canvasElement }) => has(canvasElement, '[part~=empty]') };
export const Loading: Story = { args: { state: 'loading' }, play: ({ canvasElement }) => has(canvasElement, '[part~=skeleton]') };
export const Failed: Story = { args: { state: 'failed' }, play: ({ canvasElement }) => has(canvasElement, '[part~=error]') };
export const WithoutClient: Story = { render: (args) => page(args, html`<vinculo-inbox></vinculo-inbox>`), play: ({ canvasElement }) => has(canvasElement, '[part~=no-client]') };
export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await has(canvasElement, '[data-row="queued-1"] [part=claim]');
    shown.backend.faults.offline();
    shown.crm.tickets.update('queued-1', { priority: 'high' });
    await has(canvasElement, '.banner.warn');
    await has(canvasElement, '[data-row="queued-1"] [part=unsynced]');
  },
};
export const Refused: Story = {
  play: async ({ canvasElement }) => {
    await has(canvasElement, '[data-row="queued-1"] [part=claim]');
    shown.backend.faults.refuse({ table: 'ticket' }, 'closed', 'The desk is closed until Monday.');
    shown.crm.tickets.update('queued-1', { priority: 'high' });
    await has(canvasElement, '[part~=refused]');
  },
};
export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await has(canvasElement, '[data-row="queued-1"] [part=claim]');
    const gate = shown.backend.faults.hold('push');
    shown.crm.tickets.update('queued-1', { subject: 'Invoice with the wrong address' });
    await gate.arrived();
    shown.backend.update('ticket', 'queued-1', { subject: 'Invoice: address and VAT number are wrong', updatedBy: 'user-joao' });
    gate.release();
    await has(canvasElement, '[part~=conflict]');
  },
};
export const Forbidden: Story = { args: { state: 'forbidden' }, play: ({ canvasElement }) => has(canvasElement, '[part~=forbidden]') };
export const ReadOnly: Story = { args: { state: 'readonly' }, play: ({ canvasElement }) => has(canvasElement, '[data-row]') };
export const Dark: Story = { args: { scheme: 'dark' }, play: ({ canvasElement }) => has(canvasElement, '[part=claim]') };
export const Chinese: Story = { args: { lang: 'zh-CN' }, play: ({ canvasElement }) => has(canvasElement, '[part=claim]') };
export const Narrow: Story = { args: { width: 320 }, play: ({ canvasElement }) => has(canvasElement, '[part=claim]') };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' }, play: ({ canvasElement }) => has(canvasElement, '[part=claim]') };
