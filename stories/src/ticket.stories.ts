import type { Description, Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Ticket } from '@vinculo/widgets/ticket';
import '@vinculo/widgets/ticket';
import { html, nothing, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

const customer: Description['user'] = { id: 'user-priya', name: 'Priya Raghunathan', role: 'customer', contactId: 'con-priya' };

interface Args extends PageArgs {
  as: Description['user'] | undefined;
  ticket: string | undefined;
  options: DemoOptions;
}

type Backend = Parameters<NonNullable<DemoOptions['before']>>[0];

/** A desk that has saved replies, orders, other tickets and a reason to hurry. */
function furnished(backend: Backend): void {
  const now = Date.now();
  const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
  backend.update('ticket', 'tick-1', { slaSince: at(-3), createdAt: at(-3), firstReplyAt: at(-2.3), firstReplyDue: at(-1), resolutionDue: at(1.35), updatedBy: 'user-shira' });
  backend.write('savedReply', { id: 'reply-photo', name: 'Ask for a photo of the label', body: 'Dear {first name}, could you send us a photo of the label on the side of the unit?', locale: 'en', scope: 'reply' });
  backend.write('savedReply', { id: 'reply-hours', name: 'Opening hours over the holidays', body: 'We are here on weekdays from 9 to 17.', locale: 'en' });
  backend.write('ticket', { ...backend.row('ticket', 'tick-1')!, id: 'tick-seal', number: 'T-1020', subject: 'Door seal', status: 'closed', stageId: 'pipe-ticket-resolved', closedAt: at(-1100), resolvedAt: at(-1100), resolutionDue: null });
  backend.write('ticket', { ...backend.row('ticket', 'tick-1')!, id: 'tick-invoice', number: 'T-1036', subject: 'Invoice address', status: 'open', firstReplyAt: null, firstReplyDue: at(-3), resolutionDue: at(40) });
}

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  return page(args, html`<vinculo-ticket .client=${client} ticket-id=${args.ticket ?? nothing}></vinculo-ticket>`);
}

const meta: Meta<Args> = {
  title: 'Ticket',
  args: { as: undefined, ticket: 'tick-1', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 880, options: { before: furnished } },
  render: (args) => draw(args, demo({ ...(args.as ? { as: args.as } : {}), ...args.options }).crm),
};
export default meta;

type Story = StoryObj<Args>;

const ticketIn = (canvas: HTMLElement): Ticket => canvas.querySelector('vinculo-ticket')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = ticketIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });

export const Agent: Story = {
  play: async ({ canvasElement }) => {
    await expect((await part(canvasElement, '[part=service-time]')).textContent).toContain('Due in');
    await expect((await part(canvasElement, '.note.msg')).textContent).toContain('Internal note');
  },
};

export const SavedReplies: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await part(canvasElement, '[part=saved-replies]'));
    await expect((await part(canvasElement, '#replies-list')).textContent).toContain('Ask for a photo');
  },
};

export const ReplyToFillIn: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await part(canvasElement, '[part=saved-replies]'));
    await userEvent.click(await part(canvasElement, '[part=saved-reply]:last-child'));
    await part(canvasElement, '[part=unfilled]');
  },
};

/** A colleague has it open and began to answer. */
export const ColleagueReplies: Story = {
  args: { options: { before: (backend) => { furnished(backend); void backend.adapter('user-joao').presence!({ page: 'theirs', at: [{ table: 'ticket', id: 'tick-1', doing: 'writing' }], of: [] }); } } },
  play: async ({ canvasElement }) => { await expect((await part(canvasElement, '[part~=replying]')).textContent).toContain('is replying'); },
};

export const MailWithImages: Story = {
  args: { options: { before: (backend) => {
    furnished(backend);
    backend.update('ticketMessage', 'msg-1', { channel: 'email', body: '<p>The compressor stops after <b>20 minutes</b>. This is the plate:</p><p><img src="https://pictures.invalid/plate.jpg" alt="The plate"></p><p>Kind regards<br>Priya</p>' });
    for (let i = 0; i < 9; i++) backend.write('ticket', { ...backend.row('ticket', 'tick-1')!, id: `tick-before-${i}`, number: `T-09${10 + i}`, subject: `Yearly inspection ${2016 + i}`, status: 'closed', closedAt: `${2016 + i}-06-02T08:00:00.000Z`, createdAt: `${2016 + i}-06-01T08:00:00.000Z`, resolutionDue: null });
  } } },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '[part=show-images]');
    await part(canvasElement, '[data-part=others] [part=more-rows]');
  },
};

export const Copies: Story = {
  args: { options: { before: (backend) => { furnished(backend); backend.update('ticket', 'tick-1', { cc: ['arjun@kaveri.example', 'site.office@kaveri.example'], ccOffered: ['procurement@kaveri.example'] }); } } },
  play: async ({ canvasElement }) => { await expect((await part(canvasElement, '[part=offered]')).textContent).toContain('procurement'); },
};

export const Macro: Story = {
  args: { options: { before: (backend) => { furnished(backend); backend.write('savedReply', { id: 'reply-wait', name: 'A part is ordered', body: 'Dear {first name}, the part is ordered. We write again when it is here.', locale: 'en', changes: { status: 'pending', priority: 'urgent', addTags: ['part ordered'], note: 'Ordered for {company}.' } }); } } },
  play: async ({ canvasElement }) => {
    await userEvent.click(await part(canvasElement, '[part=saved-replies]'));
    await part(canvasElement, '#replies-list');
    const reply = [...ticketIn(canvasElement).shadowRoot!.querySelectorAll<HTMLElement>('[part=saved-reply]')].find((each) => each.textContent.includes('A part is ordered'))!;
    await userEvent.click(reply);
    await expect((await part(canvasElement, '[part=macro]')).textContent).toContain('Urgent');
  },
};

export const Note: Story = { play: async ({ canvasElement }) => { ticketIn(canvasElement).reply('Same fan batch as T-1033. I reserved a spare.', { internal: true }); await part(canvasElement, '.compose.note'); } };

async function fromMenu(canvas: HTMLElement, menu: string, item: number): Promise<void> {
  await userEvent.click(await part(canvas, `[data-menu="${menu}"]`));
  const items = await waitFor(() => {
    const found = ticketIn(canvas).shadowRoot!.querySelectorAll<HTMLElement>(`#menu-${menu} [part=menu-item]`);
    if (found.length === 0) throw new Error('The menu is not open yet.');
    return found;
  });
  await userEvent.click(items[item]!);
}

export const Merge: Story = {
  play: async ({ canvasElement }) => {
    await fromMenu(canvasElement, 'more', 1);
    await userEvent.click(await part(canvasElement, '[part=duplicates] button'));
    await part(canvasElement, '[part=moves]');
  },
};
export const Escalate: Story = { play: async ({ canvasElement }) => { await fromMenu(canvasElement, 'more', 0); await part(canvasElement, 'dialog[open] textarea'); } };
export const Split: Story = { play: async ({ canvasElement }) => { await fromMenu(canvasElement, 'message-msg-1', 0); await part(canvasElement, '#split-subject'); } };

export const Customer: Story = { args: { as: customer, width: 560 } };
export const CustomerRates: Story = {
  args: { as: customer, width: 560, options: { before: (backend) => void backend.update('ticket', 'tick-1', { status: 'resolved', resolvedAt: new Date().toISOString() }) } },
  play: async ({ canvasElement }) => void (await part(canvasElement, '[part=rating]')),
};

export const Offline: Story = {
  render: (args) => {
    const { backend, crm } = demo(args.options);
    return html`${draw(args, crm)}<button hidden data-offline @click=${() => backend.faults.offline()}></button>`;
  },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '.compose');
    canvasElement.querySelector<HTMLButtonElement>('[data-offline]')!.click();
    ticketIn(canvasElement).reply('The part is on its way.');
    await userEvent.click(await part(canvasElement, '.compose [type=submit]'));
    await expect((await part(canvasElement, '[part=service-time]')).textContent).toContain('estimate');
  },
};

export const Refused: Story = {
  args: { options: { before: (backend) => { furnished(backend); backend.faults.refuse({ table: 'ticketMessage' }, 'no_contract', 'This customer has no service contract.'); } } },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '.compose');
    ticketIn(canvasElement).reply('An engineer comes tomorrow.');
    await userEvent.click(await part(canvasElement, '.compose [type=submit]'));
    await expect((await part(canvasElement, '[part~=refused]')).textContent).toContain('no service contract');
  },
};

export const ReadOnly: Story = { args: { options: { before: (backend) => { furnished(backend); backend.restrict('ticket', { update: false }); backend.restrict('ticketMessage', { create: false }); } } } };
export const Loading: Story = { args: { options: { before: (backend) => void backend.faults.hold() } } };
export const Failed: Story = { args: { options: { before: (backend) => backend.faults.offline() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')) };
export const Forbidden: Story = { args: { options: { before: (backend) => void backend.faults.forbid('ticket') } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=forbidden]')) };
/** The subject was changed by two people. */
export const Conflict: Story = {
  render: (args) => {
    const { backend, crm } = demo(args.options);
    const collide = async (): Promise<void> => {
      const gate = backend.faults.hold('push');
      crm.tickets.update('tick-1', { subject: 'Compressor stops after 20 minutes, display shows E4' });
      await gate.arrived();
      backend.update('ticket', 'tick-1', { subject: 'Condenser fan stands still (E4)', updatedBy: 'user-joao' });
      gate.release();
    };
    return html`${draw(args, crm)}<button hidden data-collide @click=${() => void collide()}></button>`;
  },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '.compose');
    canvasElement.querySelector<HTMLButtonElement>('[data-collide]')!.click();
    await part(canvasElement, '[part~=conflict]');
  },
};
export const Missing: Story = { args: { ticket: 'tick-none' }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~="not-found"]')) };
export const NoTicket: Story = { args: { ticket: undefined } };
export const NoClient: Story = { render: (args) => draw(args, undefined) };

export const Dark: Story = { args: { scheme: 'dark' } };
export const Narrow: Story = { args: { width: 320 } };
export const NarrowCustomer: Story = { ...CustomerRates, args: { ...CustomerRates.args, width: 320 } };
export const Chinese: Story = { args: { lang: 'zh-CN', ticket: 'tick-3' } };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' } };
