import type { Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { ContactCard } from '@vinculo/widgets/contact-card';
import '@vinculo/widgets/contact-card';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  mode: 'full' | 'compact';
  density: 'default' | 'compact';
  /** Ids of contacts; `account:` before an id makes it one of an account. */
  ids: readonly string[];
  options: DemoOptions;
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const { mode, density, ids } = args;
  const card = (id: string): TemplateResult => {
    const account = id.startsWith('account:') ? id.slice('account:'.length) : undefined;
    return html`<vinculo-contact-card .client=${client} .contactId=${account ? undefined : id} .accountId=${account} mode=${mode} density=${density}></vinculo-contact-card>`;
  };
  return page(args, ids.map(card));
}

const meta: Meta<Args> = {
  title: 'Contact card',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 448, mode: 'full', density: 'default', ids: ['con-amina'], options: {} },
  render: (args) => {
    shown = demo(args.options);
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const cardIn = (canvas: HTMLElement): ContactCard => canvas.querySelector('vinculo-contact-card')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = cardIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  });

async function write(canvas: HTMLElement, field: string, value: string): Promise<void> {
  (await part(canvas, `[data-edit="${field}"]`)).click();
  const input = await part<HTMLInputElement>(canvas, '[data-editing]');
  input.value = value;
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
}

export const Contact: Story = {
  play: async ({ canvasElement }) => {
    await expect(await part(canvasElement, '[part=name]')).toHaveTextContent('Amina Okonkwo-Bauer');
    // Its room is there before it is.
    await waitFor(async () => { await expect(await part(canvasElement, '[part~=deals]')).toHaveTextContent('€212,400'); }, { timeout: 5_000 });
  },
};
export const Account: Story = {
  args: { ids: ['account:acc-hanseatic'], options: { before: (backend) => backend.update('account', 'acc-hanseatic', { parentId: 'acc-polar' }) } },
  play: async ({ canvasElement }) => { await expect(await part(canvasElement, '[part~=website]')).toHaveTextContent('hanseatic-kuehl.example'); },
};
export const Dark: Story = { args: { scheme: 'dark' } };
export const Chinese: Story = { args: { lang: 'zh-CN', ids: ['con-zhang'] } };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl', ids: ['con-layla'] } };
export const Narrow: Story = { args: { width: 320 } };
export const WholeWidth: Story = { args: { width: 1100 } };
export const Dense: Story = { args: { density: 'compact' } };
export const CompactList: Story = { args: { mode: 'compact', ids: ['con-priya', 'con-tanaka', 'con-guest', 'con-kim', 'account:acc-gulf'] } };
export const LittleKnown: Story = { args: { ids: ['con-guest'] } };
export const OwnFields: Story = {
  args: { options: { before: (backend) => {
    backend.restrict('contact', { custom: [{ name: 'erp', kind: 'text', label: { en: 'ERP number', 'zh-Hans': 'ERP 编号' } }, { name: 'since', kind: 'date', label: { en: 'Customer since', 'zh-Hans': '合作起始' } }] });
    backend.update('contact', 'con-amina', { custom: { erp: 'HK-20417', since: '2018-04-01' } });
  } } },
};

export const Editing: Story = {
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[data-edit=jobTitle]')).click();
    const input = await part(canvasElement, '[data-editing]');
    await waitFor(() => expect(cardIn(canvasElement).shadowRoot!.activeElement).toBe(input));
  },
};
export const WrongValue: Story = {
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'phones.p-491713920042', 'none');
    await expect(await part(canvasElement, '[role=alert]')).toHaveTextContent('Write a phone number');
  },
};
export const Changed: Story = {
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'jobTitle', 'Chief buyer');
    await expect(await part(canvasElement, '[part=undo]')).toBeVisible();
  },
};
export const ReadOnly: Story = { args: { options: { before: (backend) => backend.restrict('contact', { update: false }) } } };

export const Loading: Story = { args: { options: { before: (backend) => void backend.faults.hold('pull') } } };
export const NotChosen: Story = { args: { ids: [''] } };
export const NotFound: Story = { args: { ids: ['con-nobody'] }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~=not-found]'); } };
export const Forbidden: Story = { args: { options: { before: (backend) => void backend.faults.forbid('contact') } }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~=forbidden]'); } };
export const Failed: Story = { args: { options: { before: (backend) => backend.faults.offline() } }, play: async ({ canvasElement }) => { await part(canvasElement, '[part~=error]'); } };
export const WithoutClient: Story = { render: (args) => draw(args, undefined) };
/** Deals and activities may not be seen: their sections are left out. */
export const LeftOut: Story = {
  args: { options: { before: (backend) => { for (const table of ['deal', 'activityLink', 'consent']) backend.faults.forbid(table); } } },
};

export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    shown.backend.faults.offline();
    await write(canvasElement, 'jobTitle', 'Chief buyer');
    await expect(await part(canvasElement, '[part=banner]')).toHaveTextContent('1 change waiting');
  },
};
export const OfflineChinese: Story = {
  args: { lang: 'zh-CN', scheme: 'dark', ids: ['con-zhang'] },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    shown.backend.faults.offline();
    await write(canvasElement, 'jobTitle', '采购总监');
    await part(canvasElement, '[part=banner]');
  },
};
export const Refused: Story = {
  play: async ({ canvasElement }) => {
    shown.backend.faults.refuse({ table: 'contact' }, 'locked', 'The job title is kept in SAP.');
    await write(canvasElement, 'jobTitle', 'Chief buyer');
    await expect(await part(canvasElement, '[part~=refused]')).toHaveTextContent('The job title is kept in SAP.');
  },
};
export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    const gate = shown.backend.faults.hold('push');
    await write(canvasElement, 'name', 'Amina Bauer');
    shown.backend.update('contact', 'con-amina', { name: 'Amina Okonkwo', updatedBy: 'user-joao' });
    gate.release();
    await expect(await part(canvasElement, '[part~=conflict]')).toHaveTextContent('Amina Okonkwo');
  },
};
export const Replaced: Story = {
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=name]');
    const gate = shown.backend.faults.hold('push');
    await write(canvasElement, 'jobTitle', 'Chief buyer');
    shown.backend.update('contact', 'con-amina', { jobTitle: 'Chief operating officer' });
    gate.release();
    await expect(await part(canvasElement, '[part=restore]')).toBeVisible();
  },
};
