import { ForbiddenError, OfflineError, type Description, type Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { TicketForm } from '@vinculo/widgets/ticket-form';
import '@vinculo/widgets/ticket-form';
import { html, nothing, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, ownFieldsOf, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

const guest: Description['user'] = { id: null, name: '', role: 'guest' };
const customer: Description['user'] = { id: 'user-priya', name: 'Priya Raghunathan', role: 'customer', contactId: 'con-priya' };
const staff: Description['user'] = { id: 'user-shira', name: 'Shira Yosef', role: 'service' };

interface Args extends PageArgs {
  as: Description['user'];
  list: boolean;
  options: DemoOptions;
}

const hours: Readonly<Record<string, string>> = { en: 'We answer within 4 working hours (Mon–Fri, 9–17 CET).', 'zh-CN': '工作日 9:00–18:00，4小时内回复。', ar: 'نرد خلال 4 ساعات عمل.' };

function steps(lang: string): TemplateResult {
  return lang === 'zh-CN'
    ? html`<li slot="step"><div><b>服务工程师查看请求</b><br>今天 16:40 前</div></li><li slot="step"><div><b>您会收到邮件回复</b><br>直接回复邮件，或在这里补充</div></li>`
    : html`<li slot="step"><div><b>A service engineer reads it</b><br>Today before 16:40</div></li><li slot="step"><div><b>You get an answer by email</b><br>Reply to it, or write here; both reach us</div></li>`;
}

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const { list } = args;
  return page(args, html`<vinculo-ticket-form .client=${client} ?list=${list} no-draft><span slot="hours">${hours[args.lang] ?? nothing}</span>${steps(args.lang)}</vinculo-ticket-form>`);
}

const meta: Meta<Args> = {
  title: 'Ticket form',
  args: { as: guest, lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 488, list: false, options: {} },
  render: (args) => draw(args, demo({ as: args.as, ...args.options }).crm),
};
export default meta;

type Story = StoryObj<Args>;

const formIn = (canvas: HTMLElement): TicketForm => canvas.querySelector('vinculo-ticket-form')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = formIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });

const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: { guestName: 'Priya Raghunathan', guestEmail: 'priya@kaveri.example', subject: 'Compressor stops after 20 min', description: 'Since Monday the unit starts normally and stops after about 20 minutes. The display shows E4.' },
  'zh-CN': { guestName: '陈雨桐', guestEmail: 'yutong@hengyuan.example', subject: '压缩机运行20分钟后停机', description: '从周一开始，设备能正常启动，但大约20分钟后停机，屏幕显示 E4。' },
};

/** Types into what can be typed into. */
async function fill(canvas: HTMLElement, more: Readonly<Record<string, string>> = {}): Promise<void> {
  await part(canvas, 'form');
  for (const [name, text] of Object.entries({ ...(texts[canvas.querySelector('.page')!.getAttribute('lang')!] ?? texts['en']), ...more })) {
    const control = formIn(canvas).shadowRoot!.querySelector<HTMLInputElement>(`#field-${name}`);
    if (!control || control.readOnly) continue;
    control.value = text;
    control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  await formIn(canvas).updateComplete;
}

async function addFiles(canvas: HTMLElement, ...files: readonly (readonly [name: string, type: string, bytes: number])[]): Promise<void> {
  const transfer = new DataTransfer();
  for (const [name, type, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const input = await part<HTMLInputElement>(canvas, 'input[type=file]');
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

const replies = (backend: Parameters<NonNullable<DemoOptions['before']>>[0]): void => {
  backend.write('savedReply', { id: 'article-1', name: 'Compressor switches off: check the condenser fan', body: 'Open the side panel.', public: true });
  backend.write('savedReply', { id: 'article-2', name: 'Reading error codes E1 to E9', body: 'The compressor stops with E4 when the fan stands still.', public: true });
};

export const Guest: Story = {
  play: async ({ canvasElement }) => {
    const email = await part<HTMLInputElement>(canvasElement, '#field-guestEmail');
    await expect(email.autocomplete).toBe('email');
  },
};

export const GuestAfterARefusedSend: Story = {
  args: { options: { before: replies } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { guestEmail: 'priya@' });
    await addFiles(canvasElement, ['display-E4.jpg', 'image/jpeg', 1_887_436], ['compressor-sound.mp4', 'video/mp4', 8_400_000], ['setup.exe', 'application/x-msdownload', 120_000]);
    await expect(await formIn(canvasElement).submit()).toBe(false);
    await expect((await part(canvasElement, '.summary')).textContent).toContain('2 answers need a change');
  },
};

export const AnAnswerInPlace: Story = {
  args: { options: { before: (backend) => {
    replies(backend);
    backend.write('savedReply', { id: 'article-zh', name: '压缩机自动停机：检查冷凝风扇', body: '请先断电，打开侧板，清理风扇和翅片。', public: true });
  } } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { subject: 'Compressor stops with E4 压缩机停机' });
    const answer = await part<HTMLDetailsElement>(canvasElement, '[part=suggestion]');
    answer.querySelector('summary')!.click();
    await expect(answer.open).toBe(true);
  },
};

export const Customer: Story = {
  args: { as: customer, list: true },
  play: async ({ canvasElement }) => {
    await expect((await part<HTMLSelectElement>(canvasElement, '#field-orderId')).textContent).toContain('10-48377');
    await expect((await part(canvasElement, '[part=request]')).textContent).toContain('T-1042');
  },
};

export const CustomerWithoutRequests: Story = { args: { as: { ...customer, contactId: 'con-maria', name: 'María' }, list: true } };

export const Staff: Story = { args: { as: staff } };

export const Sending: Story = {
  args: { options: { before: (backend) => void backend.faults.hold('upload') } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    await addFiles(canvasElement, ['compressor-sound.mp4', 'video/mp4', 8_400_000]);
    void formIn(canvasElement).submit();
    await part(canvasElement, '[role=progressbar]');
  },
};

export const Sent: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    await formIn(canvasElement).submit();
    await expect((await part(canvasElement, '[part=sent]')).textContent).toContain('T-1045');
  },
};

export const WaitingForTheConnection: Story = {
  render: (args) => {
    const { backend, crm } = demo({ as: args.as });
    return html`${draw(args, crm)}<button hidden data-offline @click=${() => backend.faults.offline()}></button>`;
  },
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    canvasElement.querySelector<HTMLButtonElement>('[data-offline]')!.click();
    await formIn(canvasElement).submit();
    await part(canvasElement, '[part=waiting]');
  },
};

export const Offline: Story = {
  render: WaitingForTheConnection.render!,
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    canvasElement.querySelector<HTMLButtonElement>('[data-offline]')!.click();
    await part(canvasElement, '[part=banner]');
  },
};

export const RefusedByTheServer: Story = {
  args: { options: { before: (backend) => void backend.faults.refuse({ table: 'ticket' }, 'no_contract', 'This machine has no service contract. Ask your dealer.') } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    await formIn(canvasElement).submit();
    await expect((await part(canvasElement, '.summary')).textContent).toContain('no service contract');
  },
};

export const OutcomeUnknown: Story = {
  args: { options: { capabilities: { idempotency: false }, before: ({ faults }) => { faults.loseNextAnswer(); faults.failNext(new ForbiddenError('Not now.'), 'get'); } } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    await formIn(canvasElement).submit();
    await part(canvasElement, '[part=unknown]');
  },
};

export const FilesNeedAConnection: Story = {
  args: { options: { before: (backend) => backend.faults.failNext(new OfflineError('upload'), 'upload') } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    await addFiles(canvasElement, ['display-E4.jpg', 'image/jpeg', 1_887_436]);
    await formIn(canvasElement).submit();
    await expect((await part(canvasElement, '.summary')).textContent).toContain('Files need a connection');
  },
};

export const Loading: Story = { args: { options: { before: (backend) => void backend.faults.hold() } } };
export const Failed: Story = {
  args: { options: { before: (backend) => backend.faults.offline() } },
  play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')),
};
export const NotTakenHere: Story = { args: { options: { before: (backend) => backend.restrict('ticket', { create: false }) } } };
export const NoClient: Story = { render: (args) => draw(args, undefined) };

export const Dark: Story = { ...GuestAfterARefusedSend, args: { ...GuestAfterARefusedSend.args, scheme: 'dark' } };
export const DarkSent: Story = { ...Sent, args: { scheme: 'dark' } };
export const DarkCustomer: Story = { ...Customer, args: { ...Customer.args, scheme: 'dark' } };
export const Narrow: Story = { ...GuestAfterARefusedSend, args: { ...GuestAfterARefusedSend.args, width: 320 } };
export const NarrowCustomer: Story = { ...Customer, args: { ...Customer.args, width: 320 } };

export const Chinese: Story = {
  args: { lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { guestEmail: 'yutong@' });
    await addFiles(canvasElement, ['display-E4.jpg', 'image/jpeg', 1_887_436], ['setup.exe', 'application/x-msdownload', 120_000]);
    await formIn(canvasElement).submit();
    await expect((await part(canvasElement, '.summary')).textContent).toContain('有2处需要修改');
  },
};
export const ChineseSent: Story = {
  args: { lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    await fill(canvasElement);
    await formIn(canvasElement).submit();
    await expect((await part(canvasElement, '[part=sent]')).textContent).toContain('已收到您的请求');
  },
};
const asksForMachine: Story['play'] = async ({ canvasElement }) => { await expect((await part<HTMLSelectElement>(canvasElement, '#field-machine')).options).toHaveLength(3); };
export const OwnFields: Story = { args: { options: ownFieldsOf('ticket') }, play: asksForMachine };
export const OwnFieldsChinese: Story = { args: { options: ownFieldsOf('ticket'), lang: 'zh-CN', scheme: 'dark', width: 320 }, play: asksForMachine };
export const OwnFieldsToBeChanged: Story = {
  args: { options: ownFieldsOf('ticket'), lang: 'ar', dir: 'rtl' },
  play: async ({ canvasElement }) => {
    await part(canvasElement, '#field-machine');
    await fill(canvasElement, { units: '?', site: 'later' });
    await expect(await formIn(canvasElement).submit()).toBe(false);
    await expect((await part(canvasElement, '.summary')).querySelectorAll('.link')).toHaveLength(2);
  },
};
export const RightToLeft: Story = { ...Customer, args: { ...Customer.args, lang: 'ar', dir: 'rtl' } };
