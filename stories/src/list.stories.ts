import { demoSeed, type MemoryBackend } from '@vinculo/sdk/testing';
import type { Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { RecordList } from '@vinculo/widgets/list';
import '@vinculo/widgets/list';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  table: string;
  columns: string;
  groupBy: string;
  sort: string;
  density: 'default' | 'compact';
  readonly: boolean;
  options: DemoOptions;
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const { table, columns, groupBy, sort, density, readonly } = args;
  return page(args, html`<vinculo-list .client=${client} table=${table} columns=${columns} group-by=${groupBy} sort=${sort} ?readonly=${readonly} density=${density}></vinculo-list>`);
}

const meta: Meta<Args> = {
  title: 'List',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 1280, table: 'deal', columns: '', groupBy: '', sort: '', density: 'default', readonly: false, options: {} },
  render: (args) => {
    localStorage.removeItem(`vinculo:columns:${args.table}`);
    shown = demo(args.options);
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const listIn = (canvas: HTMLElement): RecordList => canvas.querySelector('vinculo-list')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = listIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });
const pick = async (canvas: HTMLElement, id: string): Promise<void> => (await part(canvas, `input[data-row="${id}"]`)).click();
const late = (canvas: HTMLElement): Promise<HTMLElement> => part(canvas, '[part=filter-button]');

export const Deals: Story = { play: async ({ canvasElement }) => { await waitFor(async () => expect(await part(canvasElement, '[data-row="deal-01"][data-cell="stageId"]')).toHaveTextContent('Negotiation')); } };
export const Dark: Story = { args: { scheme: 'dark' } };
export const Chinese: Story = { args: { lang: 'zh-CN' } };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' } };
export const Narrow: Story = { args: { width: 368 } };
export const NarrowChineseDark: Story = { args: { width: 368, lang: 'zh-CN', scheme: 'dark' } };
export const Compact: Story = { args: { density: 'compact' } };
export const ReadOnly: Story = { args: { readonly: true } };
export const Contacts: Story = { args: { table: 'contact' } };
export const Tickets: Story = { args: { table: 'ticket', sort: 'priority -resolutionDue' } };
export const Groups: Story = { args: { groupBy: 'forecast', columns: 'name accountId amount probability expectedClose' }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part=group]')) };

export const Filtered: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    listIn(canvasElement).show({ filters: [{ field: 'stageId', op: 'is', values: ['pipe-new-proposal', 'pipe-new-negotiation'] }, { field: 'expectedClose', op: 'next', values: [90] }] });
    await expect(await part(canvasElement, '[part=chip]')).toHaveTextContent('Proposal');
  },
};
export const FilterBuilder: Story = {
  play: async ({ canvasElement }) => {
    (await late(canvasElement)).click();
    await expect(await part(canvasElement, 'dialog[open] .condition')).toBeVisible();
  },
};
export const ChooseColumns: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    (await part(canvasElement, '[data-menu=more]')).click();
    (await part(canvasElement, '#menu-more [role=menuitem]')).click();
    await expect(await part(canvasElement, 'dialog[open] .choose-columns')).toBeVisible();
  },
};
export const Picked: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    await pick(canvasElement, 'deal-01');
    await pick(canvasElement, 'deal-05');
    await expect(await part(canvasElement, '[part=picked]')).toHaveTextContent('2 selected');
  },
};
export const ChangePicked: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    await pick(canvasElement, 'deal-01');
    (await part(canvasElement, '[part=change]')).click();
    await expect(await part(canvasElement, 'dialog[open] #change-field')).toBeVisible();
  },
};
/** One of three is refused: the others are changed. */
export const PartlyRefused: Story = {
  args: { options: { before: (backend: MemoryBackend) => void backend.faults.refuse({ table: 'deal', id: 'deal-05' }, 'locked', 'The deal is locked until its quote is approved.') } },
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    for (const id of ['deal-01', 'deal-02', 'deal-05']) await pick(canvasElement, id);
    (await part(canvasElement, '[part=change]')).click();
    const field = await part<HTMLSelectElement>(canvasElement, 'dialog[open] #change-field');
    field.value = 'tags';
    field.dispatchEvent(new Event('change'));
    await part(canvasElement, '#change-mode');
    (await part<HTMLInputElement>(canvasElement, '#input-change')).value = 'fair';
    (await part<HTMLFormElement>(canvasElement, 'dialog[open] form')).requestSubmit();
    await waitFor(async () => expect(await part(canvasElement, '[part=summary]')).toHaveTextContent('locked until its quote'));
  },
};
export const Editing: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    const cell = await part(canvasElement, '[data-row="deal-01"][data-cell="amount"]');
    cell.focus();
    cell.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true, composed: true, cancelable: true }));
    await expect(await part(canvasElement, '.edited input')).toBeVisible();
  },
};
export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    shown.backend.faults.offline();
    shown.crm.deals.update('deal-01', { nextStep: 'Call again' });
    await expect(await part(canvasElement, '.banner.warn')).toBeVisible();
  },
};
export const Refused: Story = {
  args: { options: { before: (backend: MemoryBackend) => void backend.faults.refuse({ table: 'deal', id: 'deal-05' }, 'locked', 'The deal is locked.') } },
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    shown.crm.deals.update('deal-05', { nextStep: 'Call again' });
    await expect(await part(canvasElement, '[part~=refused]')).toHaveTextContent('The deal is locked.');
  },
};
export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await late(canvasElement);
    const gate = shown.backend.faults.hold('push');
    shown.crm.deals.update('deal-02', { amount: { minor: 76_000_00, currency: 'EUR' } });
    await gate.arrived();
    shown.backend.update('deal', 'deal-02', { amount: { minor: 72_900_00, currency: 'EUR' }, updatedBy: 'user-joao' });
    gate.release();
    await expect(await part(canvasElement, '[part~=conflict]')).toHaveTextContent('€72,900');
  },
};

export const Skeleton: Story = { args: { options: { before: (backend: MemoryBackend) => void backend.faults.hold('pull') } } };
export const Empty: Story = { args: { options: { seed: { ...demoSeed(Date.now()), deal: [] } } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=empty]')) };
export const NoMatch: Story = { play: async ({ canvasElement }) => { await late(canvasElement); listIn(canvasElement).show({ search: 'nothing is called so' }); await part(canvasElement, '[part~=empty]'); } };
export const Failed: Story = { args: { options: { before: (backend: MemoryBackend) => backend.faults.offline() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')) };
export const Forbidden: Story = { args: { options: { before: (backend: MemoryBackend) => void backend.faults.forbid('deal') } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=forbidden]')) };
export const NoClient: Story = { render: (args) => draw(args, undefined) };

export const TenThousand: Story = {
  args: {
    table: 'contact', columns: 'name jobTitle tags ownerId',
    options: { seed: { ...demoSeed(Date.now()), contact: Array.from({ length: 10_000 }, (_, i) => ({ id: `many-${i}`, name: `Person ${String(i + 1).padStart(5, '0')}`, jobTitle: 'Buyer', ownerId: 'user-joao', tags: ['trade fair'] })) } },
  },
};
