import { OfflineError } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Lookup } from '@vinculo/widgets/lookup';
import '@vinculo/widgets/lookup';
import { html } from 'lit';
import { waitFor } from 'storybook/test';
import { demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  values: readonly string[];
  multiple: boolean;
  disabled: boolean;
  typed: string;
  options: DemoOptions;
}

const labels: Readonly<Record<string, string>> = { 'zh-CN': '客户', ar: 'العميل' };

const meta: Meta<Args> = {
  title: 'Lookup',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 400, values: [], multiple: false, disabled: false, typed: '', options: {} },
  render: (args) => page(args, html`<vinculo-lookup .client=${demo(args.options).crm} label=${labels[args.lang] ?? 'Customer'} .tables=${['account', 'contact']} .values=${args.values} ?multiple=${args.multiple} ?disabled=${args.disabled} creatable></vinculo-lookup>`),
  play: async ({ canvasElement, args }) => {
    if (!args.typed) return;
    const lookup = canvasElement.querySelector<Lookup>('vinculo-lookup')!;
    await waitFor(() => { if (lookup.shadowRoot?.querySelector('input')?.disabled !== false) throw new Error('It is not there yet.'); });
    const input = lookup.shadowRoot!.querySelector('input')!;
    input.focus();
    input.value = args.typed;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await waitFor(() => { if (!lookup.shadowRoot!.querySelector('[role=option][id]')) throw new Error('Nothing was found yet.'); }, { timeout: 5_000 });
  },
};
export default meta;

type Story = StoryObj<Args>;

export const Empty: Story = {};
export const Chosen: Story = { args: { values: ['acc-hanseatic'] } };
export const Several: Story = { args: { multiple: true, values: ['acc-hanseatic', 'con-layla', 'acc-hengyuan'] } };
export const Found: Story = { args: { typed: 'ha' } };
export const ByPhone: Story = { args: { typed: '0171 392 00 42' } };
export const NothingFound: Story = { args: { typed: 'Nordlicht Kälte' } };
/** Nothing is kept on the device, and the line is down. */
export const CannotSearch: Story = { args: { typed: 'ha', options: { client: { cache: 'none' }, before: (backend) => backend.faults.failNext(new OfflineError('Searching'), 'query') } } };
export const WithoutClient: Story = { render: (args) => page(args, html`<vinculo-lookup label=${labels[args.lang] ?? 'Customer'}></vinculo-lookup>`) };
export const Disabled: Story = { args: { values: ['acc-hanseatic'], disabled: true } };
export const Dark: Story = { args: { scheme: 'dark', typed: 'ha' } };
export const Chinese: Story = { args: { lang: 'zh-CN', typed: '恒源' } };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl', typed: 'ليلى' } };
