import type { Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { RecordForm } from '@vinculo/widgets/form';
import '@vinculo/widgets/form';
import { html, type TemplateResult } from 'lit';
import { waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  table: string;
  recordId: string;
  fields: readonly string[] | undefined;
  options: DemoOptions;
}

// The story on show, for its play function.
let shown: Demo;

const draw = (args: Args, client: Vinculo | undefined): TemplateResult => page(args, html`<vinculo-form .client=${client} .table=${args.table} .recordId=${args.recordId} .fields=${args.fields} cancelable no-draft></vinculo-form>`);

const meta: Meta<Args> = {
  title: 'Form',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 600, table: 'contact', recordId: '', fields: ['name', 'jobTitle', 'accountId', 'valueClass', 'emails', 'phones', 'birthday', 'description'], options: {} },
  render: (args) => {
    shown = demo(args.options);
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = canvas.querySelector<RecordForm>('vinculo-form')!.shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });

async function fill(canvas: HTMLElement, field: string, value: string): Promise<void> {
  const input = await part<HTMLInputElement>(canvas, `[data-field="${field}"] :is(input, select, textarea)`);
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
const send = async (canvas: HTMLElement): Promise<void> => (await part(canvas, '[type=submit]')).click();

/** Waits until there is a form to fill in. */
const play: Story['play'] = async ({ canvasElement }) => { await part(canvasElement, '[type=submit]'); };

export const NewContact: Story = { play };
export const NewDeal: Story = { args: { table: 'deal', fields: undefined }, play };
export const EditDeal: Story = { args: { table: 'deal', recordId: 'deal-02', fields: undefined }, play };
export const NewProduct: Story = { args: { table: 'product', fields: undefined }, play };
export const Dark: Story = { args: { scheme: 'dark' }, play };
export const Chinese: Story = { args: { lang: 'zh-CN' }, play };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' }, play };
export const Narrow: Story = { args: { width: 320 }, play };
export const NeedsChange: Story = {
  play: async ({ canvasElement }) => { await fill(canvasElement, 'emails', 'nobody'); await send(canvasElement); await part(canvasElement, '[part=summary]'); },
};
export const MayBeTheSame: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, 'name', 'A. Okonkwo');
    await fill(canvasElement, 'emails', 'a.okonkwo@hanseatic-kuehl.example');
    await send(canvasElement);
    await part(canvasElement, '[part=summary]');
  },
};
export const Created: Story = {
  play: async ({ canvasElement }) => { await fill(canvasElement, 'name', 'Lena Vogt'); await send(canvasElement); await part(canvasElement, '[part~=outcome]'); },
};
export const Waiting: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[type=submit]');
    shown.backend.faults.offline();
    await fill(canvasElement, 'name', 'Lena Vogt');
    await send(canvasElement);
    await part(canvasElement, '[part=unsynced]');
  },
};
export const Refused: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[type=submit]');
    shown.backend.faults.refuse({ table: 'contact' }, 'rule', 'A contact needs an account.');
    await fill(canvasElement, 'name', 'Lena Vogt');
    await send(canvasElement);
    await part(canvasElement, '[part~=refused]');
  },
};
export const Loading: Story = { args: { options: { before: (backend) => void backend.faults.hold('describe') } } };
export const NotFound: Story = { args: { table: 'deal', recordId: 'deal-none', fields: undefined }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=not-found]')) };
export const Failed: Story = { args: { table: 'deal', recordId: 'deal-02', fields: undefined, options: { before: (backend) => backend.faults.offline() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')) };
export const Conflict: Story = {
  args: { table: 'deal', recordId: 'deal-02', fields: ['amount', 'expectedClose'] },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[type=submit]');
    shown.backend.faults.offline();
    await fill(canvasElement, 'amount', '75000');
    await send(canvasElement);
    await part(canvasElement, '[part=unsynced]');
    shown.backend.update('deal', 'deal-02', { amount: { minor: 5_000_000, currency: 'EUR' }, updatedBy: 'user-joao' });
    shown.backend.faults.online();
    shown.crm.retry();
    await part(canvasElement, '[part~=conflict]');
  },
};
export const Forbidden: Story = { args: { options: { before: (backend) => backend.restrict('contact', { create: false }) } }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~="forbidden"]'); } };
export const WithoutClient: Story = { render: (args) => draw(args, undefined), play: async ({ canvasElement }) => { await part(canvasElement, '[part~="no-client"]'); } };
