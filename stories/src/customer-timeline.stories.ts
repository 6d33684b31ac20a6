import type { Vinculo } from '@vinculo/sdk';
import { demoSeed, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { page, type PageArgs } from './page.ts';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { CustomerTimeline } from '@vinculo/widgets/customer-timeline';
import '@vinculo/widgets/customer-timeline';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';

interface Args extends PageArgs {
  density: 'default' | 'compact';
  contactId: string;
  accountId: string;
  dealId: string;
  ticketId: string;
  leadId: string;
  kinds: string;
  scope: string;
  order: string;
  item: string;
  pageSize: number;
  options: DemoOptions;
}

const at = (days: number, hours = 0): string => new Date(Date.now() + (days * 24 + hours) * 3_600_000).toISOString();

/** The demo company's book and a busy week with one customer: a call, a chat, a mail with markup, a meeting, a move, changed fields, and years before. */
function busy(): Seed {
  const seed = structuredClone(demoSeed(Date.now())) as Record<string, { readonly id: string; readonly [field: string]: unknown }[]>;
  const add = (id: string, kind: string, when: string, recordId: string, fields: object, table = 'contact'): void => {
    seed['activity']!.push({ id, kind, subject: id, at: when, done: true, ownerId: 'user-joao', ...fields });
    seed['activityLink']!.push({ id: `${id}-l`, activityId: id, table, recordId, role: 'from', at: when, kind, open: false });
  };
  for (const [who, zh] of [['con-amina', false], ['con-zhang', true]] as const) {
    add(`${who}-call`, 'call', at(0, -1), who, { direction: 'in', seconds: 372, subject: zh ? '预算' : 'Budget is approved; wants the revised quote by Friday.', body: zh ? '预算已批，周五前要修订后的报价单。' : 'Budget is approved; wants the revised quote by Friday.' });
    add(`${who}-chat`, 'message', at(0, -1.6), who, { direction: 'in', channel: 'wechat', subject: '图纸收到了，谢谢！', body: zh ? '图纸收到了，谢谢！我转给我们工程师看一下。' : '图纸收到了，谢谢！Will forward to our engineer.' });
    add(`${who}-mail`, 'email', at(-2, -1), who, {
      direction: 'in', subject: zh ? '回复：报价单 Q-2291' : 'Re: Quote Q-2291',
      body: zh ? '周经理您好，报价基本没问题。请补充延保价格，并确认第二台的交货周。' : 'Dear João Pedro, the numbers look good. Could you add the extended warranty and confirm the delivery week for the second unit? Who will be on site, and can the installation be done on a weekend?',
      details: { html: '<p>Dear João Pedro,</p><p>the <b>numbers look good</b>. Could you add the <a href="https://hanseatic-kuehl.example">extended warranty</a>?</p>' },
    });
    add(`${who}-meeting`, 'meeting', at(-2, -5), who, { subject: zh ? '现场会议' : 'Meeting on site', place: zh ? '苏州工厂4号车间' : 'Hamburg, hall 4', endsAt: at(-2, -3.5), ownerId: 'user-misaki' });
    for (let i = 0; i < 60; i++) add(`${who}-old-${i}`, ['call', 'email', 'note'][i % 3]!, at(-20 - i * 9), who, { subject: zh ? `往来 ${60 - i}` : `Exchange ${60 - i}`, direction: i % 2 ? 'in' : 'out', ownerId: i % 2 ? 'user-katarzyna' : 'user-joao' });
  }
  add('missed', 'call', at(0, -0.4), 'con-amina', { direction: 'in', outcome: 'missed', subject: 'Missed call', details: { recording: 'https://pbx.example/recordings/1' } });
  add('handed-over', 'email', at(0, -0.2), 'con-amina', { direction: 'out', done: false, details: { send: true }, ownerId: 'user-katarzyna', subject: 'Delivery in two parts', body: 'Dear Amina, two units in March, the third after Easter. Would that suit you?' });
  add('bounced', 'email', at(-1, -4), 'con-amina', { direction: 'out', done: false, details: { send: true }, outcome: 'Not sent to amina@hanseatic-kuehl.example: the mailbox is full.', ownerId: 'user-katarzyna', subject: 'Drawings of hall 4' });
  seed['activityLink']!.push({ id: 'pictured-d', activityId: 'con-amina-meeting', table: 'deal', recordId: 'deal-03', role: 'regarding', at: at(-2, -5), kind: 'meeting', open: false });
  seed['attachment'] = [...(seed['attachment'] ?? []), { id: 'file-1', table: 'activity', recordId: 'con-amina-mail', name: 'Quote Q-2291.pdf', type: 'application/pdf', bytes: 184_320, blobId: 'blob-quote' }, { id: 'file-2', table: 'activity', recordId: 'con-amina-call', name: 'call.mp3', type: 'audio/mpeg', bytes: 1_204_000, blobId: 'blob-call' }];
  seed['ticketMessage'] = [...(seed['ticketMessage'] ?? []), { id: 'said-1', ticketId: 'tick-1', body: 'The second unit does not reach its temperature since this morning.', at: at(0, -3), fromContactId: 'con-priya' }, { id: 'said-2', ticketId: 'tick-1', body: 'Ask the plant for the log of the controller.', internal: true, at: at(0, -2), fromUserId: 'user-joao' }, { id: 'said-3', ticketId: 'tick-1', body: 'Thank you. Please send us the log of the controller.', at: at(0, -1), fromUserId: 'user-katarzyna' }];
  seed['stageChange'] = [
    { id: 'sc-1', table: 'deal', recordId: 'deal-03', fromStageId: 'pipe-new-discovery', toStageId: 'pipe-new-proposal', at: at(0, -2.2), seconds: 14 * 86_400, byId: 'user-joao' },
    { id: 'sc-2', table: 'deal', recordId: 'deal-08', fromStageId: 'pipe-new-discovery', toStageId: 'pipe-new-proposal', at: at(0, -2.2), seconds: 14 * 86_400, byId: 'user-joao' },
  ];
  // A lead that came by a search, filled in a form and was called.
  add('lead-form', 'form', at(-1, -2), 'lead-1', { direction: 'in', ownerId: null, subject: 'Request of a quote', body: 'We look for two heat pumps for a laboratory.' }, 'lead');
  add('lead-page', 'webVisit', at(-1, -2.2), 'lead-1', { direction: 'in', ownerId: null, subject: 'Heat pump HP-160' }, 'lead');
  add('lead-call', 'call', at(0, -1), 'lead-1', { direction: 'out', seconds: 540, ownerId: 'user-katarzyna', subject: 'Budget', body: 'Budget comes with the new term; wants a visit before.' }, 'lead');
  seed['activity']!.push({ id: 'lead-task', kind: 'task', subject: 'Send the brochure', at: at(2), dueAt: at(2), done: false, ownerId: 'user-katarzyna' });
  seed['activityLink']!.push({ id: 'lead-task-l', activityId: 'lead-task', table: 'lead', recordId: 'lead-1', role: 'regarding', at: at(2), kind: 'task', open: true });
  seed['touch'] = [
    { id: 'touch-1', table: 'lead', recordId: 'lead-1', source: 'google', medium: 'cpc', campaignName: 'Heat pumps, spring', referrer: 'https://www.google.example/', at: at(-1, -2.3) },
    { id: 'touch-2', table: 'lead', recordId: 'lead-1', source: 'newsletter', medium: 'email', campaignName: 'Laboratories', at: at(-12) },
  ];
  seed['stageChange'].push(
    { id: 'sc-3', table: 'lead', recordId: 'lead-1', fromStageId: null, toStageId: 'pipe-lead-new', at: at(-1, -1.9), byId: null },
    { id: 'sc-4', table: 'lead', recordId: 'lead-1', fromStageId: 'pipe-lead-new', toStageId: 'pipe-lead-contacted', at: at(0, -0.9), seconds: 86_400, byId: 'user-katarzyna' },
  );
  const change = { table: 'contact', op: 'update', byId: 'user-joao', app: 'intranet', before: { jobTitle: 'Buyer', department: null, valueClass: 'potential', ownerId: 'user-joao' }, after: { jobTitle: 'Head of procurement', department: 'Einkauf', valueClass: 'high', ownerId: 'user-katarzyna' } };
  seed['historyEntry'] = [{ id: 'h-3', table: 'lead', recordId: 'lead-1', op: 'update', byId: 'user-joao', before: { ownerId: 'user-joao', score: 40 }, after: { ownerId: 'user-katarzyna', score: 62 }, at: at(-1, -1) }, { id: 'h-1', recordId: 'con-amina', at: at(-2, -6), ...change }, { id: 'h-2', recordId: 'con-zhang', at: at(-2, -6), ...change }];
  return seed;
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const { density, contactId, accountId, dealId, ticketId, leadId, kinds, scope, order, item, pageSize } = args;
  return page(args, html`<vinculo-customer-timeline .client=${client} .contactId=${contactId || undefined} .accountId=${accountId || undefined} .dealId=${dealId || undefined} .ticketId=${ticketId || undefined} .leadId=${leadId || undefined} .kinds=${kinds} .scope=${scope || undefined} .order=${order || undefined} .item=${item || undefined} .pageSize=${pageSize} .lastVisit=${at(-1, -6)} density=${density}></vinculo-customer-timeline>`);
}

const meta: Meta<Args> = {
  title: 'Customer timeline',
  args: { lang: 'en-GB', theme: '', dir: 'ltr', scheme: 'light', width: 864, density: 'default', contactId: 'con-amina', accountId: '', dealId: '', ticketId: '', leadId: '', kinds: '', scope: '', order: '', item: '', pageSize: 20, options: {} },
  render: (args) => {
    // What another story left in the composer is none of this one's.
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('vinculo:draft:')) sessionStorage.removeItem(key);
    shown = demo({ seed: busy(), ...args.options });
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const timelineIn = (canvas: HTMLElement): CustomerTimeline => canvas.querySelector('vinculo-customer-timeline')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = timelineIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });
const first = (canvas: HTMLElement): Promise<HTMLElement> => part(canvas, '.days .ev');
async function write(canvas: HTMLElement, text: string): Promise<void> {
  await first(canvas);
  timelineIn(canvas).compose('note', text);
  (await part(canvas, '.tools .primary')).click();
}

export const Timeline: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    await expect(await part(canvasElement, '[data-key="activity con-amina-call"]')).toHaveTextContent('Amina called João Pedro Sant’Anna');
    await expect(await part(canvasElement, '[part=new-line]')).toBeVisible();
    // The count comes after the first drawing.
    const more = await part(canvasElement, '[part=load-more]');
    await waitFor(() => expect(more).toHaveTextContent('earlier, back to'), { timeout: 5_000 });
  },
};
export const Dark: Story = { args: { scheme: 'dark' } };
export const Chinese: Story = {
  args: { lang: 'zh-CN', contactId: 'con-zhang' },
  play: async ({ canvasElement }) => { await expect(await part(canvasElement, '[data-key="activity con-zhang-call"]')).toHaveTextContent('张雅婷来电，João Pedro Sant’Anna接听'); },
};
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl', contactId: 'con-layla', width: 560 } };
export const Narrow: Story = { args: { width: 320 } };
export const NarrowDark: Story = { args: { width: 320, scheme: 'dark', lang: 'zh-CN', contactId: 'con-zhang' } };
export const Compact: Story = { args: { density: 'compact' } };
export const Account: Story = { args: { contactId: '', accountId: 'acc-hanseatic' } };
export const Deal: Story = { args: { contactId: '', dealId: 'deal-03' } };
export const Ticket: Story = { args: { contactId: '', ticketId: 'tick-1' } };
export const Lead: Story = {
  args: { contactId: '', leadId: 'lead-1' },
  play: async ({ canvasElement }) => {
    await expect(await part(canvasElement, '[data-key="move sc-4"]')).toHaveTextContent('Håkon Lie');
    await expect(await part(canvasElement, '[data-key="touch touch-1"]')).toHaveTextContent('google');
  },
};
export const WholeCustomer: Story = {
  args: { scope: 'customer' },
  play: async ({ canvasElement }) => { await expect(await part(canvasElement, '[data-key="activity con-amina-meeting"] .open.link')).toHaveTextContent('Service plan 2027'); },
};
export const OldestFirst: Story = {
  args: { order: 'oldest' },
  play: async ({ canvasElement }) => { await expect(await part(canvasElement, '[part=load-more]')).toHaveTextContent('Show later'); },
};
export const OneItem: Story = {
  args: { item: 'activity/con-amina-old-40' },
  play: async ({ canvasElement }) => { await expect(await part(canvasElement, '.ev[data-target]')).toHaveTextContent('Exchange 20'); },
};
export const CallWithNextStep: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    timelineIn(canvasElement).compose('call', 'Wants the delivery split: two units in March, the third after Easter.');
    const next = await part<HTMLInputElement>(canvasElement, '[name=next]');
    next.value = 'Send the revised quote';
    next.dispatchEvent(new Event('input'));
    const due = await part<HTMLInputElement>(canvasElement, '[name=nextWhen]');
    due.value = '2030-05-06T10:00';
    due.dispatchEvent(new Event('input'));
    await part(canvasElement, '[name=remind]');
  },
};
export const Email: Story = {
  args: { options: { mail: true } },
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    timelineIn(canvasElement).compose('email', 'Dear Amina, the revised quote is attached.');
    (await part<HTMLInputElement>(canvasElement, '[name=to]')).click();
    await expect(await part(canvasElement, '.tools .primary')).toHaveTextContent('Send now');
    const copies = await part<HTMLInputElement>(canvasElement, '[name=cc]');
    copies.value = 'einkauf@hanseatic-kuehl.example';
    copies.dispatchEvent(new Event('input'));
  },
};
export const MeetingWithPeople: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    timelineIn(canvasElement).compose('meeting', 'Walk through hall 4');
    (await part<HTMLInputElement>(canvasElement, '[name=attendee][value="contact/con-jonas"]')).click();
    const finder = await part<HTMLInputElement>(canvasElement, '#lookup-attendee');
    finder.value = 'João';
    finder.dispatchEvent(new Event('input'));
    (await part(canvasElement, '#found-attendee [role=option][id]')).click();
    await waitFor(() => expect(timelineIn(canvasElement).shadowRoot!.querySelector<HTMLInputElement>('[name=attendee][value="user/user-joao"]')!.checked).toBe(true));
  },
};
export const Filters: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    (await part(canvasElement, '[part="search-button"]')).click();
    const author = await part<HTMLSelectElement>(canvasElement, '[name=author]');
    await waitFor(() => expect(author.options.length).toBeGreaterThan(2));
    author.value = 'user-joao';
    author.dispatchEvent(new Event('change'));
    await waitFor(() => expect(timelineIn(canvasElement).shadowRoot!.querySelectorAll('.days .ev').length).toBeGreaterThan(5));
  },
};
export const OnlyCallsAndOrders: Story = { args: { kinds: 'calls orders' } };

export const EverythingOpen: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    timelineIn(canvasElement).compose('meeting');
    await part(canvasElement, '[name=place]');
    for (const each of timelineIn(canvasElement).shadowRoot!.querySelectorAll<HTMLElement>('.expand')) if (each.offsetParent) each.click();
    await expect(await part(canvasElement, '.changes')).toHaveTextContent('Head of procurement');
    await expect(await part(canvasElement, '.foreign')).toHaveTextContent('numbers look good');
  },
};

export const Done: Story = {
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[part~=done]')).click();
    await expect(await part(canvasElement, '[part=undo]')).toBeVisible();
  },
};

export const Searched: Story = {
  play: async ({ canvasElement }) => {
    (await part(canvasElement, '[part="search-button"]')).click();
    const input = await part<HTMLInputElement>(canvasElement, '[part=search]');
    input.value = 'quote';
    input.dispatchEvent(new Event('input'));
    await waitFor(() => expect(timelineIn(canvasElement).shadowRoot!.querySelectorAll('.days .ev').length).toBeLessThan(6));
  },
};

export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    shown.backend.faults.offline();
    await write(canvasElement, 'Amina wants the delivery split: two units in March, the third after Easter.');
    await expect(await part(canvasElement, '.banner.warn')).toBeVisible();
    await expect(await part(canvasElement, '.ev.wait')).toHaveTextContent('Waiting to sync');
  },
};

export const Refused: Story = {
  args: { options: { before: (backend: MemoryBackend) => void backend.faults.refuse({ table: 'activity' }, 'closed', 'Notes are closed for this customer.') } },
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'Wants the delivery split');
    await expect(await part(canvasElement, '[part~=refused]')).toHaveTextContent('Notes are closed');
  },
};

export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    const gate = shown.backend.faults.hold('push');
    shown.crm.activities.update('act-05', { body: 'Budget is approved for both halls.' });
    await gate.arrived();
    shown.backend.update('activity', 'act-05', { body: 'Budget is approved for the first hall only.', updatedBy: 'user-joao' });
    gate.release();
    await expect(await part(canvasElement, '[part~=conflict]')).toHaveTextContent('first hall only');
  },
};

export const ReadOnly: Story = {
  args: { options: { before: (backend: MemoryBackend) => backend.restrict('activity', { create: false, update: false, remove: false }) } },
  play: async ({ canvasElement }) => {
    await first(canvasElement);
    await expect(timelineIn(canvasElement).shadowRoot!.querySelector('[part=composer]')).toBeNull();
  },
};
export const Skeleton: Story = { args: { options: { before: (backend: MemoryBackend) => void backend.faults.hold('query') } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part=skeleton]')) };
export const Empty: Story = { args: { contactId: 'con-guest' }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=empty]')) };
export const Failed: Story = { args: { options: { before: (backend: MemoryBackend) => backend.faults.offline() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')) };
export const Forbidden: Story = { args: { options: { before: (backend: MemoryBackend) => void backend.faults.forbid('activityLink') } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=forbidden]')) };
export const NotFound: Story = { args: { contactId: 'nobody' }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=not-found]')) };
export const NoClient: Story = { render: (args) => draw(args, undefined) };
