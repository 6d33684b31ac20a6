import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '@vinculo/widgets/tasks';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo } from './backend.ts';
import { morning } from './daily-work.ts';
import { page, type PageArgs } from './page.ts';

interface Args extends PageArgs {
  state: 'ready' | 'empty' | 'refused' | 'forbidden' | 'readonly' | 'loading' | 'failed';
}

// The story on show, for its play function.
let shown: Demo;

async function trouble({ backend, crm }: Demo, state: Args['state']): Promise<void> {
  if (state === 'forbidden') backend.faults.forbid('activity');
  if (state === 'loading') backend.faults.hold();
  if (state === 'failed') backend.faults.offline();
  if (state !== 'refused') return;
  await crm.activities.query({ where: { id: 'act-01' } }).once();
  backend.faults.refuse({ table: 'activity' }, 'closed', 'The month is closed.');
  crm.activities.update('act-18', { dueAt: new Date(Date.now() + 86_400_000).toISOString() });
}

function draw(args: Args): TemplateResult {
  shown = demo({ before: (backend) => { morning(backend); if (args.state === 'empty') for (const { id } of backend.rows('activity')) backend.remove('activity', id); } });
  void trouble(shown, args.state);
  return page(args, html`<vinculo-tasks .client=${shown.crm} ?readonly=${args.state === 'readonly'}></vinculo-tasks>`);
}

const meta: Meta<Args> = {
  title: 'Tasks',
  args: { state: 'ready', lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 640 },
  render: (args) => draw(args),
};
export default meta;

type Story = StoryObj<Args>;

/** Waits until the list holds such an element. */
const has = (canvas: HTMLElement, selector: string): Promise<void> =>
  waitFor(async () => { await expect(canvas.querySelector('vinculo-tasks')!.shadowRoot!.querySelector(selector)).not.toBeNull(); }, { timeout: 5000 });

export const Ready: Story = { play: ({ canvasElement }) => has(canvasElement, '[part=reminder]') };
export const AfterACall: Story = {
  play: async ({ canvasElement }) => {
    await has(canvasElement, '[data-row="act-01"] [part=done]');
    await has(canvasElement, '.quick');
    canvasElement.querySelector('vinculo-tasks')!.shadowRoot!.querySelector<HTMLElement>('[data-row="act-01"] [part=done]')!.click();
    await has(canvasElement, '.follow-up');
  },
};
export const QuickEntry: Story = {
  play: async ({ canvasElement }) => {
    await has(canvasElement, '.quick');
    canvasElement.querySelector('vinculo-tasks')!.add();
    await has(canvasElement, '.quick [name=day]');
  },
};
export const Empty: Story = { args: { state: 'empty' }, play: ({ canvasElement }) => has(canvasElement, '[part~=empty]') };
export const Offline: Story = {
  play: async ({ canvasElement }) => {
    // What was read before the line broke is what stands there.
    await has(canvasElement, '[data-row="act-01"]');
    shown.backend.faults.offline();
    shown.crm.activities.update('act-01', { place: 'Hall 3' });
    await has(canvasElement, '.banner.warn');
    await has(canvasElement, '[data-row="act-01"] [part=unsynced]');
  },
};
export const Refused: Story = { args: { state: 'refused' }, play: ({ canvasElement }) => has(canvasElement, '[part~=refused]') };
export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await has(canvasElement, '[data-row="act-01"]');
    const gate = shown.backend.faults.hold('push');
    shown.crm.activities.update('act-01', { body: 'The delivery can be split: two units in March.' });
    await gate.arrived();
    shown.backend.update('activity', 'act-01', { body: '5 % at most, and only for all four units.', updatedBy: 'user-joao' });
    gate.release();
    await has(canvasElement, '[part~=conflict]');
  },
};
export const Loading: Story = { args: { state: 'loading' }, play: ({ canvasElement }) => has(canvasElement, '[part~=skeleton]') };
export const Failed: Story = { args: { state: 'failed' }, play: ({ canvasElement }) => has(canvasElement, '[part~=error]') };
export const WithoutClient: Story = { render: (args) => page(args, html`<vinculo-tasks></vinculo-tasks>`), play: ({ canvasElement }) => has(canvasElement, '[part~=no-client]') };
export const Forbidden: Story = { args: { state: 'forbidden' }, play: ({ canvasElement }) => has(canvasElement, '[part~=forbidden]') };
export const ReadOnly: Story = { args: { state: 'readonly' }, play: ({ canvasElement }) => has(canvasElement, '[data-row]') };
export const Dark: Story = { args: { scheme: 'dark' }, play: ({ canvasElement }) => has(canvasElement, '[part=reminder]') };
export const Chinese: Story = { args: { lang: 'zh-CN' }, play: ({ canvasElement }) => has(canvasElement, '[part=reminder]') };
export const Narrow: Story = { args: { width: 320 }, play: ({ canvasElement }) => has(canvasElement, '[part=reminder]') };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' }, play: ({ canvasElement }) => has(canvasElement, '[part=reminder]') };
