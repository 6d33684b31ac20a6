import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '@vinculo/widgets/notifications';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo } from './backend.ts';
import { morning } from './daily-work.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  state: 'ready' | 'empty' | 'forbidden' | 'withoutClient' | 'loading' | 'failed';
}

/** The bell in the head of a page, where it has room to open to. */
function draw(args: Args): TemplateResult {
  const { crm, backend } = demo({ before: (made) => { if (args.state !== 'empty') morning(made); } });
  if (args.state === 'forbidden') backend.faults.forbid('notification');
  if (args.state === 'loading') backend.faults.hold();
  if (args.state === 'failed') backend.faults.offline();
  return page(args, html`<vinculo-notifications .client=${args.state === 'withoutClient' ? undefined : crm}></vinculo-notifications>`);
}

const meta: Meta<Args> = {
  title: 'Notifications',
  args: { state: 'ready', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 480 },
  render: (args) => draw(args),
};
export default meta;

type Story = StoryObj<Args>;

const part = (canvas: HTMLElement, selector: string): Promise<HTMLElement> =>
  waitFor(() => {
    const found = canvas.querySelector('vinculo-notifications')!.shadowRoot!.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });

/** Opens the list and waits for what it shows. */
const opens = (selector: string): Story['play'] => async ({ canvasElement }) => {
  (await part(canvasElement, '[part=bell]')).click();
  await expect((await part(canvasElement, selector)).textContent.trim()).not.toBe('');
};

export const Unread: Story = { play: async ({ canvasElement }) => { await expect((await part(canvasElement, '[part=count]')).textContent).toBe('2'); } };
export const Open: Story = { play: opens('[part~=notification]') };
export const AllRead: Story = {
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[part=bell]')).click();
    (await part(canvasElement, '[part=button]')).click();
    await waitFor(async () => { await expect(canvasElement.querySelector('vinculo-notifications')!.shadowRoot!.querySelector('[part=count]')).toBeNull(); });
  },
};
export const Empty: Story = { args: { state: 'empty' }, play: opens('[part~=empty]') };
export const Forbidden: Story = { args: { state: 'forbidden' }, play: opens('[part~=forbidden]') };
export const Loading: Story = { args: { state: 'loading' }, play: async ({ canvasElement }) => { (await part(canvasElement, '[part=bell]')).click(); await part(canvasElement, '[part~=skeleton]'); } };
export const Failed: Story = { args: { state: 'failed' }, play: opens('[part~=error]') };
export const WithoutClient: Story = { args: { state: 'withoutClient' }, play: opens('[part~="no-client"]') };
export const Dark: Story = { args: { scheme: 'dark' }, play: opens('[part~=notification]') };
export const Chinese: Story = { args: { lang: 'zh-CN' }, play: opens('[part~=notification]') };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' }, play: opens('[part~=notification]') };
export const Narrow: Story = { args: { width: 320 }, play: opens('[part~=notification]') };
