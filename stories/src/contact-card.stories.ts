import type { Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { ContactCard } from '@vinculo/widgets/contact-card';
import '@vinculo/widgets/contact-card';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  mode: 'full' | 'compact' | 'hover';
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
  }, { timeout: 5_000 });

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

// ---- the customer as a whole ---------------------------------------------------------------------------------------

const twin: DemoOptions = { before: (backend) => {
  backend.write('contact', { id: 'con-twin', name: 'Amina Okonkwo', jobTitle: 'Purchasing', ownerId: 'user-joao', accountId: 'acc-hanseatic', tags: ['vip'], salutation: 'Dr.', emails: [{ id: 'm-1', value: 'amina@twin.example', label: 'home' }, { id: 'm-2', value: 'a.okonkwo@hanseatic-kuehl.example', label: 'work' }] });
  const { pipelineId, stageId } = backend.rows('ticket')[0]!;
  backend.write('ticket', { id: 'tic-twin', subject: 'Invoice went to the old address', pipelineId, stageId, contactId: 'con-twin' });
} };
/** Opens the menu and chooses its entry at a place counted from the end. */
async function choose(canvas: HTMLElement, fromEnd: number): Promise<void> {
  (await part(canvas, '[data-menu=more]')).click();
  await part(canvas, '#menu-more [role=menuitem]');
  [...cardIn(canvas).shadowRoot!.querySelectorAll<HTMLElement>('#menu-more [role=menuitem]')].at(-fromEnd)!.click();
}
// The last entries for a contact: hand over, merge, export, erase.
const openMerge: Story['play'] = async ({ canvasElement }) => {
  await choose(canvasElement, 3);
  (await part(canvasElement, 'dialog[open] [part=duplicates] button')).click();
  await part(canvasElement, '[part=merge-fields]');
  await waitFor(() => expect(cardIn(canvasElement).shadowRoot!.querySelector('dialog .bone')).toBeNull(), { timeout: 5_000 });
};
export const MergePick: Story = { args: { options: twin }, play: async ({ canvasElement }) => { await choose(canvasElement, 3); await part(canvasElement, 'dialog[open] [part=duplicates]'); } };
export const Merge: Story = { args: { options: twin }, play: openMerge };
export const MergeDark: Story = { args: { options: twin, scheme: 'dark' }, play: openMerge };
export const MergeChinese: Story = { args: { options: twin, lang: 'zh-CN' }, play: openMerge };
export const MergeRightToLeft: Story = { args: { options: twin, lang: 'ar', dir: 'rtl', width: 320 }, play: openMerge };
export const Merged: Story = {
  args: { options: twin },
  play: async (context) => {
    await openMerge(context);
    (await part(context.canvasElement, 'dialog[open] [part~=primary-button]')).click();
    await expect(await part(context.canvasElement, '[part=told]')).toHaveTextContent('part of');
  },
};
export const MergeRefused: Story = {
  args: { options: { before: (backend) => {
    twin.before!(backend);
    for (const [id, other] of [['con-amina', 'A-1'], ['con-twin', 'A-2']] as const) backend.write('externalId', { id: `ext-${id}`, table: 'contact', recordId: id, system: 'SAP', type: 'customer', externalId: other });
  } } },
  play: async (context) => {
    await openMerge(context);
    (await part(context.canvasElement, 'dialog[open] [part~=primary-button]')).click();
    await part(context.canvasElement, 'dialog [role=alert]');
  },
};
export const Duplicates: Story = {
  args: { options: twin },
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'emails.m-a.okonkwo@hanseatic-kuehl.example', 'amina@twin.example');
    await expect(await part(canvasElement, '[part=duplicates]')).toHaveTextContent('Amina Okonkwo');
  },
};
export const OthersAtWork: Story = {
  args: { ids: ['account:acc-hanseatic'], options: { before: (backend) => { for (const { id } of backend.rows('deal').filter((row) => row['accountId'] === 'acc-hanseatic')) backend.update('deal', id, { ownerId: 'user-joao' }); } } },
  play: async ({ canvasElement }) => { await expect(await part(canvasElement, '[part=others]')).toHaveTextContent('João'); },
};
export const HandOver: Story = { args: { ids: ['account:acc-hanseatic'] }, play: async ({ canvasElement }) => { await choose(canvasElement, 3); await part(canvasElement, '#hand-to'); } };
export const HandOverEverything: Story = {
  args: { ids: ['account:acc-hanseatic'], lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    await choose(canvasElement, 3);
    const select = await part<HTMLSelectElement>(canvasElement, '#hand-to');
    select.value = 'user-joao';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    (await part(canvasElement, '[name=scope][value=everything]')).click();
    await waitFor(() => expect(cardIn(canvasElement).shadowRoot!.querySelector('[part=preview]')!.textContent).toMatch(/\d/));
  },
};
export const InPool: Story = {
  args: { ids: ['account:acc-wetherby'], options: { before: (backend) => backend.update('account', 'acc-wetherby', { ownerId: null, poolReason: 'No answer for a month' }) } },
  play: async ({ canvasElement }) => { await part(canvasElement, '[part~=claim]'); },
};
export const ReturnToPool: Story = { args: { ids: ['account:acc-hanseatic'] }, play: async ({ canvasElement }) => { await choose(canvasElement, 2); await part(canvasElement, '#give-back-why'); } };
export const ExportPerson: Story = { play: async ({ canvasElement }) => { await choose(canvasElement, 2); await part(canvasElement, 'dialog[open]'); } };
export const ErasePerson: Story = {
  play: async ({ canvasElement }) => {
    await choose(canvasElement, 1);
    (await part<HTMLInputElement>(canvasElement, '#erase-name')).value = 'Amina';
    (await part(canvasElement, 'dialog[open] [part~=primary-button]')).click();
    await part(canvasElement, '#erase-wrong');
  },
};
export const Erased: Story = {
  args: { options: { before: (backend) => backend.update('contact', 'con-amina', { name: '(erased)', erasedAt: '2026-11-02T09:00:00.000Z', emails: [], phones: [], socials: [], addresses: [], birthday: null }) } },
  play: async ({ canvasElement }) => { await part(canvasElement, '[part=erased]'); },
};
/** Household, referrer, who reports to whom, other accounts, classes and a team. */
export const Ties: Story = {
  args: { options: { before: (backend) => {
    const ties = [['con-amina', 'referrer', 'con-priya'], ['con-jonas', 'reportsTo', 'con-amina'], ['con-fiona', 'householdMember', 'con-amina']] as const;
    for (const [fromId, kind, toId] of ties) backend.write('relationship', { id: `rel-${fromId}`, fromTable: 'contact', fromId, toTable: 'contact', toId, kind });
    backend.write('classification', { id: 'cls-amina', table: 'contact', recordId: 'con-amina', scheme: 'ABC', value: 'A', byId: 'user-joao' });
    backend.write('recordTeam', { id: 'rt-amina', table: 'contact', recordId: 'con-amina', userId: 'user-misaki', role: 'engineer' });
  } } },
  play: async ({ canvasElement }) => { await part(canvasElement, '[part~=ties]'); },
};

function drawHover(args: Args): TemplateResult {
  shown = demo(args.options);
  return page(args, args.ids.map((id) => html`<p><vinculo-contact-card .client=${shown.crm} .contactId=${id} mode="hover"><a href="#customer">${id}</a></vinculo-contact-card></p>`));
}
const hover: Story['play'] = async ({ canvasElement }) => {
  await part(canvasElement, '[part=popover]');
  cardIn(canvasElement).dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
  await part(canvasElement, '[part=popover] [part~=name]');
};
export const Hover: Story = { render: drawHover, play: hover };
export const HoverDark: Story = { args: { scheme: 'dark' }, render: drawHover, play: hover };
export const HoverChinese: Story = { args: { lang: 'zh-CN', ids: ['con-zhang'] }, render: drawHover, play: hover };
export const HoverRightToLeft: Story = { args: { lang: 'ar', dir: 'rtl', ids: ['con-layla'], width: 320 }, render: drawHover, play: hover };
