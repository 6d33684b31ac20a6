import { AuthError } from '@vinculo/sdk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '@vinculo/widgets/contact-card';
import '@vinculo/widgets/provider';
import '@vinculo/widgets/tasks';
import { html } from 'lit';
import { waitFor } from 'storybook/test';
import { demo } from './backend.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  /** The provider's own language; the page's where it is empty. */
  locale: string;
}

const meta: Meta<Args> = {
  title: 'Provider',
  args: { locale: '', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 440 },
  render: (args) => {
    const { crm } = demo();
    return page(args, html`<vinculo-provider .client=${crm} .locale=${args.locale || undefined}><vinculo-contact-card contact-id="con-amina"></vinculo-contact-card><vinculo-tasks></vinculo-tasks></vinculo-provider>`);
  },
};
export default meta;

type Story = StoryObj<Args>;

const has = (canvas: HTMLElement, tag: string, selector: string): Promise<void> =>
  waitFor(() => { if (!canvas.querySelector(tag)!.shadowRoot!.querySelector(selector)) throw new Error(`${tag} has no ${selector} yet.`); }, { timeout: 5_000 });
/** Both widgets have the one client. */
const play: Story['play'] = async ({ canvasElement }) => {
  await has(canvasElement, 'vinculo-contact-card', '[part=fields]');
  await has(canvasElement, 'vinculo-tasks', '[data-row]');
};

export const OneClient: Story = { play };
export const OwnLanguage: Story = { args: { locale: 'zh-Hans' }, play };
export const Dark: Story = { args: { scheme: 'dark' }, play };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' }, play };
export const Narrow: Story = { args: { width: 320 }, play };
/** The page's own server answers no token: whoever reads this has to sign in again. */
export const SignedOut: Story = {
  render: (args) => page(args, html`<vinculo-provider endpoint="https://crm.example" .tokenProvider=${() => Promise.reject(new AuthError('Sign in again.'))}><vinculo-contact-card contact-id="con-amina"></vinculo-contact-card></vinculo-provider>`),
  play: ({ canvasElement }) => has(canvasElement, 'vinculo-contact-card', '[part~=error]'),
};
