import { RefusedError, type Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { RecordPanel } from '@vinculo/widgets/record';
import '@vinculo/widgets/record';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  table: string;
  recordId: string;
  fields: readonly string[] | undefined;
  readonly: boolean;
  closable: boolean;
  options: DemoOptions;
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const { table, recordId, fields, readonly, closable } = args;
  return page(args, html`<vinculo-record .client=${client} .table=${table} .recordId=${recordId} .fields=${fields} ?readonly=${readonly} ?closable=${closable}></vinculo-record>`);
}

const meta: Meta<Args> = {
  title: 'Record',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 472, table: 'deal', recordId: 'deal-02', fields: undefined, readonly: false, closable: true, options: {} },
  render: (args) => {
    shown = demo(args.options);
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const panelIn = (canvas: HTMLElement): RecordPanel => canvas.querySelector('vinculo-record')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = panelIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });

async function write(canvas: HTMLElement, field: string, value: string): Promise<void> {
  (await part(canvas, `[data-edit="${field}"]`)).click();
  const input = await part<HTMLInputElement>(canvas, '[data-editing] :is(input, select, textarea)');
  input.value = value;
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
}

/** The deal of the mock: the fields it draws, people, lines. */
export const Deal: Story = {
  args: {
    fields: ['accountId', 'contactId', 'probability', 'expectedClose', 'ownerId', 'competitorId', 'forecast'],
    options: { before: (backend) => {
      for (const id of ['dp-1', 'dp-2', 'dp-3']) backend.update('dealParty', id, { dealId: 'deal-02' });
    } },
  },
  play: async ({ canvasElement }) => {
    await expect(await part(canvasElement, '[part=name]')).toHaveTextContent('Retrofit of two cold rooms');
    await part(canvasElement, '[part~=dealParty]');
  },
};
export const Contact: Story = { args: { table: 'contact', recordId: 'con-amina' } };
export const Account: Story = { args: { table: 'account', recordId: 'acc-hanseatic' } };
export const Ticket: Story = {
  args: { table: 'ticket' },
  render: (args) => {
    shown = demo(args.options);
    return draw({ ...args, recordId: shown.backend.rows('ticket')[0]!.id }, shown.crm);
  },
};
export const Lead: Story = { args: { table: 'lead', recordId: 'lead-1' } };
/** A lead becomes a contact, an account and a deal. */
export const ConvertingALead: Story = {
  args: { table: 'lead', recordId: 'lead-1' },
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[data-menu=more]')).click();
    (await part(canvasElement, '[role=menuitem]')).click();
    await part(canvasElement, 'dialog[open] #convert-stage option');
  },
};
const chooseStage = async (canvas: HTMLElement, stage: string): Promise<void> => {
  const select = await part<HTMLSelectElement>(canvas, '#convert-stage');
  select.value = stage;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
/** What the stage of the deal requires is asked with it. */
export const ConversionAsksForItsStage: Story = {
  args: { table: 'lead', recordId: 'lead-1' },
  play: async (context) => {
    await ConvertingALead.play!(context);
    shown.backend.update('stage', 'pipe-new-contract', { requiredFields: ['amount', 'expectedClose', 'productId', 'nextStep'] });
    await chooseStage(context.canvasElement, 'pipe-new-contract');
    await part(context.canvasElement, '#input-convert-nextStep');
    (await part(context.canvasElement, 'dialog[open] [type=submit]')).click();
    await part(context.canvasElement, '#problem-convert-nextStep');
  },
};
/** The backend requires more than this page knew of: that is asked too. */
export const ConversionNeedsMore: Story = {
  args: { table: 'lead', recordId: 'lead-1' },
  play: async (context) => {
    await ConvertingALead.play!(context);
    const message = 'Qualify needs Expected close';
    shown.backend.faults.failNext(new RefusedError('deal', 'new', 'move_refused', message, [{ field: 'expectedClose', reason: 'required_in_stage', message }]), 'run');
    (await part(context.canvasElement, 'dialog[open] [type=submit]')).click();
    await part(context.canvasElement, '#problem-convert-expectedClose');
  },
};
/** What was typed stays where the backend refuses. */
export const ConversionRefused: Story = {
  args: { table: 'lead', recordId: 'lead-1' },
  play: async (context) => {
    await ConvertingALead.play!(context);
    shown.backend.faults.failNext(new RefusedError('deal', 'new', 'rule', 'Amounts above 70,000 need an approval.'), 'run');
    (await part(context.canvasElement, 'dialog[open] [type=submit]')).click();
    await part(context.canvasElement, 'dialog[open] [role=alert]');
  },
};
/** It leads to what it became. */
export const ConvertedLead: Story = {
  args: { table: 'lead', recordId: 'lead-1' },
  play: async (context) => {
    await ConvertingALead.play!(context);
    (await part(context.canvasElement, 'dialog[open] [type=submit]')).click();
    await part(context.canvasElement, '[part~=convertedDealId] [part=link]');
  },
};
export const Product: Story = { args: { table: 'product', recordId: 'prod-hp160' } };
export const Dark: Story = { args: { scheme: 'dark' } };
export const Chinese: Story = { args: { lang: 'zh-CN', recordId: 'deal-08' } };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl', recordId: 'deal-05' } };
export const Narrow: Story = { args: { width: 320 } };
export const ReadOnly: Story = { args: { readonly: true } };
export const Won: Story = { args: { recordId: 'deal-23' } };

export const Editing: Story = {
  play: async ({ canvasElement }) => { (await part(canvasElement, '[data-edit=expectedClose]')).click(); await part(canvasElement, '[data-editing] input'); },
};
export const FindingAnAccount: Story = {
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[data-edit=accountId]')).click();
    const input = await part<HTMLInputElement>(canvasElement, '[data-editing] input');
    input.value = 'ka';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await part(canvasElement, '[role=option][id]');
  },
};
export const EditingItems: Story = {
  args: { table: 'contact', recordId: 'con-amina' },
  play: async ({ canvasElement }) => { (await part(canvasElement, '[data-edit=phones]')).click(); await part(canvasElement, '[data-items] input'); },
};
export const EditingLines: Story = {
  play: async ({ canvasElement }) => { (await part(canvasElement, '[data-edit=lines]')).click(); await part(canvasElement, '#lookup-lines-product'); },
};
export const AddingADeal: Story = {
  args: { table: 'account', recordId: 'acc-hanseatic' },
  play: async ({ canvasElement }) => { (await part(canvasElement, '[part~=deal] [part=add]')).click(); await part(canvasElement, 'dialog[open] #input-added-name'); },
};
export const PlanningANextStep: Story = {
  play: async ({ canvasElement }) => { (await part(canvasElement, '[part~=activityLink] [part=add]')).click(); await part(canvasElement, 'dialog[open] #input-added-subject'); },
};
export const WrongValue: Story = {
  play: async ({ canvasElement }) => { await write(canvasElement, 'name', ''); await expect(await part(canvasElement, '[role=alert]')).toHaveTextContent('Name'); },
};
export const AskedBeforeAMove: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part~=move]');
    [...panelIn(canvasElement).shadowRoot!.querySelectorAll<HTMLElement>('[part~=move]')].at(-1)!.click();
    await part(canvasElement, 'dialog[open] select');
  },
};
export const Changed: Story = {
  play: async ({ canvasElement }) => { await write(canvasElement, 'forecast', 'committed'); await expect(await part(canvasElement, '[part=undo]')).toBeVisible(); },
};
export const History: Story = {
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'forecast', 'committed');
    await write(canvasElement, 'amount', '80000');
    await waitFor(() => expect(shown.backend.rows('historyEntry').length).toBe(2));
    (await part(canvasElement, '[part=history-button]')).click();
    await part(canvasElement, '[part=history-entry]');
  },
};
export const Deleting: Story = {
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[data-menu=more]')).click();
    (await part(canvasElement, '[role=menuitem]:last-child')).click();
    await part(canvasElement, 'dialog[open]');
  },
};

export const Loading: Story = { args: { options: { before: (backend) => void backend.faults.hold('pull') } } };
export const NotChosen: Story = { args: { recordId: '' } };
export const NotFound: Story = { args: { recordId: 'deal-none' }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~=not-found]'); } };
export const Forbidden: Story = { args: { options: { before: (backend) => void backend.faults.forbid('deal') } }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~=forbidden]'); } };
export const Failed: Story = { args: { options: { before: (backend) => backend.faults.offline() } }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~=error]'); } };
export const WithoutClient: Story = { render: (args) => draw(args, undefined) };
export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    shown.backend.faults.offline();
    await write(canvasElement, 'forecast', 'committed');
    await expect(await part(canvasElement, '[part=banner]')).toHaveTextContent('1 change waiting');
  },
};
export const Refused: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    shown.backend.faults.refuse({ table: 'deal' }, 'rule', 'Amounts above 70,000 need an approval.');
    await write(canvasElement, 'amount', '90000');
    await part(canvasElement, '[part~=refused]');
  },
};
export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    shown.backend.faults.offline();
    await write(canvasElement, 'amount', '90000');
    shown.backend.update('deal', 'deal-02', { amount: { minor: 5_000_000, currency: 'EUR' }, updatedBy: 'user-joao' });
    shown.backend.faults.online();
    shown.crm.retry();
    await part(canvasElement, '[part~=conflict]');
  },
};
