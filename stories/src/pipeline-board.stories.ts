import type { Vinculo } from '@vinculo/sdk';
import type { MemoryBackend } from '@vinculo/sdk/testing';
import { demoSeed } from '@vinculo/sdk/testing';
import { page, type PageArgs } from './page.ts';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { PipelineBoard } from '@vinculo/widgets/pipeline-board';
import '@vinculo/widgets/pipeline-board';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { demo, type Demo, type DemoOptions } from './backend.ts';

interface Args extends PageArgs {
  density: 'default' | 'compact';
  readonly: boolean;
  pipelineId: string;
  of: 'deal' | 'lead';
  forecast: boolean;
  swimlanes: 'owner' | 'team' | '';
  cardFields: string;
  options: DemoOptions;
}

// The story on show, for its play function.
let shown: Demo;

function draw(args: Args, client: Vinculo | undefined): TemplateResult {
  const { density, readonly, pipelineId, of, forecast, swimlanes, cardFields } = args;
  const month = new Date().toISOString().slice(0, 7);
  return page(args, html`<vinculo-pipeline-board .client=${client} .pipelineId=${pipelineId || undefined} ?readonly=${readonly} density=${density} of=${of} ?forecast=${forecast} .swimlanes=${swimlanes || undefined} card-fields=${cardFields} .targets=${{ [month]: { minor: 26_000_000, currency: 'EUR' } }}></vinculo-pipeline-board>`);
}

const meta: Meta<Args> = {
  title: 'Pipeline board',
  args: { lang: 'en', theme: '', dir: 'ltr', scheme: 'light', width: 1328, density: 'default', readonly: false, pipelineId: '', of: 'deal', forecast: false, swimlanes: '', cardFields: '', options: {} },
  render: (args) => {
    shown = demo(args.options);
    return draw(args, shown.crm);
  },
};
export default meta;

type Story = StoryObj<Args>;

const boardIn = (canvas: HTMLElement): PipelineBoard => canvas.querySelector('vinculo-pipeline-board')!;
const part = <T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> =>
  waitFor(() => {
    const found = boardIn(canvas).shadowRoot!.querySelector<T>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, { timeout: 5_000 });
const card = (canvas: HTMLElement, id: string): Promise<HTMLElement> => part(canvas, `li[data-deal="${id}"]`);
const press = (on: HTMLElement, key: string): boolean => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));

export const Board: Story = {
  play: async ({ canvasElement }) => {
    const first = await card(canvasElement, 'deal-01');
    await waitFor(() => expect(first.textContent).toContain('Yesterday'));
    await expect(await part(canvasElement, '[part=summary]')).toHaveTextContent('22 open');
  },
};
export const Dark: Story = { args: { scheme: 'dark' } };
export const Chinese: Story = { args: { lang: 'zh-CN' } };
export const RightToLeft: Story = { args: { lang: 'ar', dir: 'rtl' } };
export const Narrow: Story = { args: { width: 368 } };
export const Compact: Story = { args: { density: 'compact' } };
export const ReadOnly: Story = { args: { readonly: true } };
export const OtherPipeline: Story = { args: { pipelineId: 'pipe-service' } };

export const Forecast: Story = { args: { forecast: true } };
export const ForecastChineseDark: Story = { args: { forecast: true, lang: 'zh-CN', scheme: 'dark' } };
export const ForecastNarrow: Story = { args: { forecast: true, width: 368 } };
export const RowsByOwner: Story = { args: { swimlanes: 'owner' } };
export const RowsByOwnerRightToLeft: Story = { args: { swimlanes: 'owner', lang: 'ar', dir: 'rtl' } };
export const Leads: Story = { args: { of: 'lead' } };
export const LeadsChinese: Story = { args: { of: 'lead', lang: 'zh-CN' } };
/** A lead that is moved to a won stage becomes a customer; what the stage of its deal requires is asked, also records to choose. */
export const ConvertingALead: Story = {
  args: { of: 'lead' },
  play: async ({ canvasElement }) => {
    shown.backend.update('stage', 'pipe-new-contract', { requiredFields: ['amount', 'expectedClose', 'productId'] });
    await card(canvasElement, 'lead-1');
    boardIn(canvasElement).moveDeal('lead-1', 'pipe-lead-converted');
    await part(canvasElement, '#convert-stage option[value=pipe-new-contract]');
    const stage = await part<HTMLSelectElement>(canvasElement, '#convert-stage');
    stage.value = 'pipe-new-contract';
    stage.dispatchEvent(new Event('change', { bubbles: true }));
    (await part(canvasElement, '#lookup-convert-productId')).click();
    await part(canvasElement, '.found:popover-open [role=option]');
  },
};
export const CardFields: Story = { args: { cardFields: 'expectedClose forecast' } };
export const Several: Story = {
  play: async ({ canvasElement }) => {
    for (const [i, id] of ['deal-02', 'deal-05', 'deal-08'].entries()) {
      (await card(canvasElement, id)).dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true, composed: true }));
      await waitFor(async () => { await expect(await part(canvasElement, '[part=selection]')).toHaveTextContent(`${i + 1} selected`); });
    }
  },
};

/** Filters as chips; lanes and figures are of all that match. */
const filtered: NonNullable<Story['play']> = async ({ canvasElement }) => {
  await card(canvasElement, 'deal-05');
  boardIn(canvasElement).filters = [{ field: 'ownerId', op: 'is', values: ['user-joao', 'user-katarzyna'] }, { field: 'amount', op: 'atLeast', values: [{ minor: 4_000_000, currency: 'EUR' }] }, { field: 'expectedClose', op: 'next', values: [90] }];
  await waitFor(async () => expect((await part(canvasElement, '[part=filters]')).textContent).toContain('João'), { timeout: 5_000 });
  await waitFor(() => expect(boardIn(canvasElement).shadowRoot!.querySelector('li[data-deal="deal-05"]')).toBeNull());
};
export const Filtered: Story = { play: filtered };
export const FilteredChineseDark: Story = { args: { lang: 'zh-CN', scheme: 'dark' }, play: filtered };
export const FilteredRightToLeftNarrow: Story = { args: { lang: 'ar', dir: 'rtl', width: 368 }, play: filtered };
export const FilterDialog: Story = {
  play: async (context) => {
    await filtered(context);
    (await part(context.canvasElement, '[part=filter-button]')).click();
    await expect(await part(context.canvasElement, 'dialog[open] .condition:nth-child(3)')).toBeVisible();
  },
};
export const FilterDialogNarrow: Story = {
  args: { width: 368 },
  play: async (context) => {
    await filtered(context);
    (await part(context.canvasElement, '[part=chip] .chip-text')).click();
    await expect(await part(context.canvasElement, 'dialog[open] .condition:nth-child(3)')).toBeVisible();
  },
};

export const CurrenciesWithoutRates: Story = {
  args: { options: { seed: { ...demoSeed(Date.now()), exchangeRate: [] } } },
  play: async ({ canvasElement }) => { await waitFor(async () => expect((await part(canvasElement, '[part=summary]')).textContent).toContain('more')); },
};

/** The card as it is carried by keys; the status line says where. */
export const Carried: Story = {
  play: async ({ canvasElement }) => {
    const own = await card(canvasElement, 'deal-05');
    own.focus();
    press(own, ' ');
    press(own, 'ArrowRight');
    await expect(await part(canvasElement, '.gap')).toBeVisible();
  },
};
export const CarriedChinese: Story = { args: { lang: 'zh-CN', scheme: 'dark' }, play: Carried.play! };

/** Under the mouse: a dashed ghost where it was, a gap where it will be. */
export const Dragged: Story = {
  play: async ({ canvasElement }) => {
    const own = await card(canvasElement, 'deal-05');
    const at = (element: Element): { clientX: number; clientY: number } => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { clientX: left + width / 2, clientY: top + height / 2 };
    };
    const send = (target: EventTarget, type: string, where: object): boolean => target.dispatchEvent(new PointerEvent(type, { ...where, pointerId: 3, pointerType: 'mouse', isPrimary: true, bubbles: true, composed: true, cancelable: true }));
    send(own, 'pointerdown', at(own));
    send(window, 'pointermove', at(await card(canvasElement, 'deal-10')));
    await expect(await part(canvasElement, '.lift')).toBeVisible();
  },
};

export const LostAsksWhy: Story = {
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-05');
    boardIn(canvasElement).moveDeal('deal-05', 'pipe-new-lost');
    await expect(await part(canvasElement, 'dialog[open] select')).toBeVisible();
  },
};
export const WonAsksWhen: Story = {
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-05');
    boardIn(canvasElement).moveDeal('deal-05', 'pipe-new-won');
    await expect(await part(canvasElement, 'dialog[open] input[type=date]')).toBeVisible();
  },
};
export const NewDeal: Story = {
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-05');
    (await part(canvasElement, '[part=add]')).click();
    await expect(await part(canvasElement, 'dialog[open] #field-name')).toBeVisible();
  },
};

/** What a stage does not allow goes back and says why. */
export const NotAllowed: Story = {
  args: { options: { before: (backend: MemoryBackend) => void backend.update('stage', 'pipe-new-proposal', { allowedTo: ['pipe-new-negotiation'] }) } },
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-05');
    boardIn(canvasElement).moveDeal('deal-05', 'pipe-new-qualify');
    await expect(await part(canvasElement, '.say.bad')).toHaveTextContent('cannot go from Proposal to Qualify');
  },
};

export const Refused: Story = {
  args: { options: { before: (backend: MemoryBackend) => void backend.faults.refuse({ table: 'deal', id: 'deal-05' }, 'quote', 'It needs an approved quote first.') } },
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-05');
    boardIn(canvasElement).moveDeal('deal-05', 'pipe-new-negotiation');
    await expect(await part(canvasElement, '[part~=refused]')).toHaveTextContent('approved quote');
  },
};

export const Conflict: Story = {
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-02');
    const gate = shown.backend.faults.hold('push');
    shown.crm.deals.update('deal-02', { amount: { minor: 76_000_00, currency: 'EUR' } });
    await gate.arrived();
    shown.backend.update('deal', 'deal-02', { amount: { minor: 72_900_00, currency: 'EUR' }, updatedBy: 'user-joao' });
    gate.release();
    await expect(await part(canvasElement, '[part~=conflict]')).toHaveTextContent('€72,900');
  },
};

export const Offline: Story = {
  play: async ({ canvasElement }) => {
    await card(canvasElement, 'deal-05');
    shown.backend.faults.offline();
    boardIn(canvasElement).moveDeal('deal-05', 'pipe-new-negotiation');
    await expect(await part(canvasElement, '.banner.warn')).toBeVisible();
    await expect(await part(canvasElement, '[part=unsynced]')).toBeVisible();
  },
};

export const Skeleton: Story = { args: { options: { before: (backend: MemoryBackend) => void backend.faults.hold('pull') } } };
export const Empty: Story = { args: { options: { seed: { ...demoSeed(Date.now()), deal: [] } } }, play: async ({ canvasElement }) => void (await part(canvasElement, '.nothing')) };
export const Failed: Story = { args: { options: { before: (backend: MemoryBackend) => backend.faults.offline() } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=error]')) };
export const Forbidden: Story = { args: { options: { before: (backend: MemoryBackend) => void backend.faults.forbid('deal') } }, play: async ({ canvasElement }) => void (await part(canvasElement, '[part~=forbidden]')) };
export const NoClient: Story = { render: (args) => draw(args, undefined) };

export const TenThousand: Story = {
  args: {
    options: {
      seed: {
        ...demoSeed(Date.now()),
        deal: Array.from({ length: 10_000 }, (_, i) => ({
          id: `many-${i}`, name: `Deal ${i + 1}`, pipelineId: 'pipe-new', stageId: `pipe-new-${['qualify', 'discovery', 'proposal', 'negotiation', 'contract'][i % 5]}`, rank: `b${String(i).padStart(5, '0')}1`,
          amount: { minor: 100_000 + i * 700, currency: 'EUR' }, accountId: 'acc-lofoten', ownerId: 'user-joao', stageSince: new Date(Date.now() - (i % 30) * 86_400_000).toISOString(),
        })),
      },
    },
  },
};
