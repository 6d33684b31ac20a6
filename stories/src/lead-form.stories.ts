import { ForbiddenError, type Description, type Vinculo } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { LeadForm } from '@vinculo/widgets/lead-form';
import '@vinculo/widgets/lead-form';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, ownFieldsOf, type Demo, type DemoOptions } from './backend.ts';
import { page, type PageArgs } from './page.ts';

const guest: Description['user'] = { id: null, name: '', role: 'guest' };
const mayCall: Readonly<Record<string, string>> = { en: 'You may call me about offers.', 'zh-Hans': '可以致电告知优惠信息。', ar: 'يمكنكم الاتصال بي بشأن العروض.' };

interface Args extends PageArgs {
  newsletter: boolean;
  options: DemoOptions;
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const hidden = { hidden: true };
  const fields = args.newsletter ? { name: hidden, company: hidden, phone: hidden, description: hidden } : { jobTitle: {} };
  const consents = args.newsletter ? [{ purpose: 'newsletter', required: true }] : [{ purpose: 'newsletter' }, { purpose: 'offers', channel: 'phone' as const, text: mayCall }];
  return page(args, html`<vinculo-lead-form .client=${client} .fields=${fields} .consents=${consents} no-draft></vinculo-lead-form>`);
}

const meta: Meta<Args> = {
  title: 'Lead form',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 488, newsletter: false, options: {} },
  render: (args) => {
    shown = demo({ as: guest, ...args.options });
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const formIn = (canvas: HTMLElement): LeadForm => canvas.querySelector('vinculo-lead-form')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = formIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });

async function fill(canvas: HTMLElement, answers: Readonly<Record<string, string>>): Promise<void> {
  await part(canvas, 'form');
  for (const [name, text] of Object.entries(answers)) {
    const control = await part<HTMLInputElement>(canvas, `#field-${name}`);
    control.value = text;
    control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
}

const isDrawn: Story['play'] = async ({ canvasElement }) => {
  await expect((await part(canvasElement, '[part~="primary-button"]')).textContent).not.toBe('');
};

export const GetInTouch: Story = { play: isDrawn };
export const Newsletter: Story = { args: { newsletter: true }, play: isDrawn };
export const Chinese: Story = { args: { lang: 'zh-CN', scheme: 'dark' }, play: isDrawn };
export const ArabicOnAPhone: Story = { args: { lang: 'ar', dir: 'rtl', width: 320 }, play: isDrawn };

const asksForMachine: Story['play'] = async ({ canvasElement }) => { await expect((await part<HTMLSelectElement>(canvasElement, '#field-machine')).options).toHaveLength(3); };
export const OwnFields: Story = { args: { options: ownFieldsOf('lead') }, play: asksForMachine };
export const OwnFieldsChinese: Story = { args: { options: ownFieldsOf('lead'), lang: 'zh-CN', scheme: 'dark', width: 320 }, play: asksForMachine };
export const OwnFieldsToBeChanged: Story = {
  args: { options: ownFieldsOf('lead'), lang: 'ar', dir: 'rtl' },
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { name: 'Mei', email: 'mei@home.example', units: '?', site: 'later' });
    await expect(await formIn(canvasElement).submit()).toBe(false);
    await expect((await part(canvasElement, '.summary')).querySelectorAll('.link')).toHaveLength(2);
  },
};

export const ToBeChanged: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { email: 'mei@' });
    await expect(await formIn(canvasElement).submit()).toBe(false);
    await expect((await part(canvasElement, '.summary')).textContent).toContain('2 answers need a change');
  },
};

export const Sent: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { name: 'Mei Chen', email: 'mei@home.example' });
    (await part(canvasElement, 'input[type=checkbox]')).click();
    await formIn(canvasElement).submit();
    await expect((await part(canvasElement, '[part=sent]')).textContent).toContain('mei@home.example');
  },
};

export const Waiting: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { name: 'Mei Chen', email: 'mei@home.example' });
    shown.backend.faults.offline();
    await formIn(canvasElement).submit();
    await part(canvasElement, '[part=waiting]');
  },
};
export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { name: 'Mei Chen' });
    shown.backend.faults.offline();
    await part(canvasElement, '[part=banner]');
  },
};
export const Refused: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { name: 'Mei Chen', email: 'mei@home.example' });
    shown.backend.faults.failNext(new ForbiddenError('We are closed until Monday.'), 'push');
    await formIn(canvasElement).submit();
    await part(canvasElement, '[part~=refused]');
  },
};
export const OutcomeUnknown: Story = {
  args: { options: { capabilities: { idempotency: false }, before: ({ faults }) => { faults.loseNextAnswer(); faults.failNext(new ForbiddenError('Not now.'), 'get'); } } },
  play: async ({ canvasElement }) => {
    await fill(canvasElement, { name: 'Mei Chen', email: 'mei@home.example' });
    await formIn(canvasElement).submit();
    await part(canvasElement, '[part=unknown]');
  },
};
export const Loading: Story = { args: { options: { before: (backend) => void backend.faults.hold() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=skeleton]')) };
export const Failed: Story = { args: { options: { before: (backend) => backend.faults.offline() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')) };
export const NotTakenHere: Story = { args: { options: { before: (backend) => backend.restrict('lead', { create: false }) } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=empty]')) };
export const WithoutClient: Story = { render: (args) => draw(args, undefined), play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=no-client]')) };
