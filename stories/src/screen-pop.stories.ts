import { OfflineError, type Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '@vinculo/widgets/screen-pop';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  number: string;
  state: 'ready' | 'looking' | 'failed';
}

// The story on show, for its play function.
let shown: Demo;

/** Looking up a number fails. */
const deaf = (crm: Vinculo): Vinculo => new Proxy(crm, { get: (of, name) => (name === 'lookupPhone' ? () => Promise.reject(new OfflineError('Looking up a number')) : Reflect.get(of, name) as unknown) });

const shared = '+86 10 6282 9999';

const meta: Meta<Args> = {
  title: 'Screen pop',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 400, number: '0171 3920042', state: 'ready' },
  render: (args) => {
    shown = demo({ before: (backend) => {
      for (const [table, id, name] of [['contact', 'con-liwei', 'Li Wei'], ['account', 'acc-coldchain', '北京冷链']] as const) backend.write(table, { id, name, phones: [{ id: 'p', raw: shared, e164: '+861062829999' }] });
    } });
    const { crm, backend } = shown;
    if (args.state === 'looking') backend.faults.hold();
    return page(args, html`<vinculo-screen-pop .client=${args.state === 'failed' ? deaf(crm) : crm} number=${args.number}></vinculo-screen-pop>`);
  },
};
export default meta;

type Story = StoryObj<Args>;

const shows = (selector: string): Story['play'] => async ({ canvasElement }) => {
  const found = await waitFor(() => {
    const element = canvasElement.querySelector('vinculo-screen-pop')!.shadowRoot!.querySelector(selector);
    if (!element) throw new Error(`There is no ${selector} yet.`);
    return element;
  }, { timeout: 5_000 });
  await expect(found.textContent).not.toBe('');
};

export const OneCaller: Story = { play: shows('[part=log]') };
export const Several: Story = { args: { number: shared }, play: shows('[part~=none-of-them]') };
export const NoneOfThem: Story = {
  args: { number: shared },
  play: async (context) => {
    await shows('[part~=none-of-them]')!(context);
    context.canvasElement.querySelector('vinculo-screen-pop')!.shadowRoot!.querySelector<HTMLElement>('[part~=none-of-them]')!.click();
    await shows('[part=create]')!(context);
  },
};
export const Nobody: Story = { args: { number: '+49 40 5550001' }, play: shows('[part=create]') };
export const ChineseAndDark: Story = { args: { lang: 'zh-CN', scheme: 'dark' }, play: shows('[part=log]') };
export const ArabicOnAPhone: Story = { args: { lang: 'ar', dir: 'rtl', width: 320 }, play: shows('[part=log]') };
export const Looking: Story = { args: { state: 'looking' }, play: shows('[part=skeleton]') };
export const Failed: Story = { args: { state: 'failed' }, play: shows('[part~=error]') };
export const WithoutClient: Story = { render: (args) => page(args, html`<vinculo-screen-pop number=${args.number}></vinculo-screen-pop>`), play: shows('[part~=no-client]') };
/** The call was kept while the line was down. */
export const KeptOffline: Story = {
  play: async (context) => {
    await shows('[part=going-on] [part=link]')!(context);
    await shows('[part=log] button')!(context);
    shown.backend.faults.offline();
    context.canvasElement.querySelector('vinculo-screen-pop')!.shadowRoot!.querySelector<HTMLElement>('[part=log] button')!.click();
    await shows('[part=unsynced]')!(context);
  },
};
export const Refused: Story = {
  play: async (context) => {
    await shows('[part=log] button')!(context);
    shown.backend.faults.refuse({ table: 'activity' }, 'closed', 'The month is closed.');
    context.canvasElement.querySelector('vinculo-screen-pop')!.shadowRoot!.querySelector<HTMLElement>('[part=log] button')!.click();
    await shows('[part~=refused]')!(context);
  },
};
