import { basename } from 'node:path';
import { convertMinor, type DatedRate } from '@vinculo/insights';
import type { AnyRow, Group, MoneyByCurrency } from '@vinculo/sdk/schema';
import type { Locator } from 'playwright-core';
import { checkNothingBlank, eventually, Mismatch, type PageUnderCheck } from './check-demo.ts';

/** Figures that Maven Analytics' CRM Sales Opportunities is known by. */
const published = { stages: { Prospecting: 500, Engaging: 1589, Won: 4238, Lost: 2473 }, wonRevenue: 10_005_534 };

/** The pipeline board. */
export async function checkIntranet(under: PageUnderCheck): Promise<void> {
  const { page, address, adapter, right } = under;
  await page.goto(address);
  const board = page.locator('vinculo-pipeline-board');
  const pipelines = await adapter.query!({ table: 'pipeline', where: { table: 'deal' } });
  if (pipelines.rows.length === 0) {
    await board.locator('[part~="empty"]').first().waitFor();
    right('the board says that there is no pipeline; the data holds none');
    return;
  }
  await board.locator('[part~="lane"]').first().waitFor();
  const shown = await board.locator('[part~="lane"]').evaluateAll((lanes) => lanes.map((lane) => lane.getAttribute('data-stage')!));
  const stages = (await adapter.get!('stage', shown));
  const groups = (await adapter.aggregate!({ table: 'deal', where: { stageId: { in: shown } }, groupBy: ['stageId'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } })).groups;
  await checkFigures(under, shown, stages, groups);
  if (under.export !== undefined && basename(under.export) === 'crm-sales') checkPublished(under, stages, groups);
  if (under.cast.plan) await checkPlan(under);
  await checkDialog(under);
  await checkMove(under, shown, stages);
}

function countOf(groups: readonly Group[], stageId: string): number {
  return Number(groups.find((g) => g.key['stageId'] === stageId)?.values['count'] ?? 0);
}

async function checkFigures({ page, adapter, right }: PageUnderCheck, shown: readonly string[], stages: readonly AnyRow[], groups: readonly Group[]): Promise<void> {
  const board = page.locator('vinculo-pipeline-board');
  const { rows: rates } = await adapter.query!({ table: 'exchangeRate' });
  const [pipeline] = await adapter.get!('pipeline', [String(stages[0]!['pipelineId'])]);
  for (const id of shown) {
    const name = String(stages.find((s) => s.id === id)?.['name']);
    const count = countOf(groups, id);
    const sums = (groups.find((g) => g.key['stageId'] === id)?.values['sum'] ?? {}) as MoneyByCurrency;
    const total = totalIn(sums, String(pipeline?.['currency'] ?? Object.keys(sums)[0] ?? ''), rates as unknown as readonly DatedRate[]);
    const lane = board.locator(`[data-stage="${id}"]`);
    await eventually(page, async () => {
      if (!(await lane.innerText()).includes(name)) return `lane ${name} does not say its name`;
      const counts = numbersIn(await textOf(lane, '.count', '.num'));
      if (counts.length === 0 || !counts.includes(count) || (await lane.locator('.count').count()) > 0 && counts.some((n) => n !== count)) return `lane ${name} counts ${counts.join(' and ') || 'nothing'}, the data holds ${count} deals`;
      if (total === undefined || count === 0) return undefined;
      // Estimates are told in whole units, each currency rounded by itself.
      const amounts = numbersIn(await textOf(lane, '.sums > :first-child', '.num'));
      const slack = Object.keys(sums).length;
      return amounts.some((n) => Math.abs(n - total) <= slack) ? undefined : `lane ${name} sums up to ${amounts.join(' or ')}, the data to ${total}`;
    });
  }
  right(`${shown.length} lanes count ${shown.map((id) => countOf(groups, id)).join(', ')} deals and sum them up`);
}

/** What a part of an open lane says and has as title; of a folded lane the part that stands for it. */
async function textOf(lane: Locator, open: string, folded: string): Promise<string> {
  const part = (await lane.locator(open).count()) > 0 ? lane.locator(open).first() : lane.locator(folded).first();
  return `${(await part.getAttribute('title')) ?? ''} ${await part.innerText()}`;
}

function numbersIn(text: string): number[] {
  return [...text.replaceAll(/(?<=\d)[,\u202f\u00a0](?=\d{3}(\D|$))/g, '').matchAll(/\d+(\.\d+)?/g)].map((m) => Number(m[0]));
}

/** A sum in major units of one currency; undefined where a rate is not known. */
function totalIn(sums: MoneyByCurrency, currency: string, rates: readonly DatedRate[]): number | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const parts = Object.entries(sums).map(([from, minor]) => convertMinor({ minor, currency: from }, currency, today, rates));
  return parts.includes(undefined) ? undefined : parts.reduce<number>((a, b) => a + b!, 0) / 10 ** (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);
}

function checkPublished({ right }: PageUnderCheck, stages: readonly AnyRow[], groups: readonly Group[]): void {
  for (const [name, count] of Object.entries(published.stages)) {
    const stage = stages.find((s) => s['name'] === name);
    const held = stage ? countOf(groups, stage.id) : 0;
    if (held !== count) throw new Mismatch(`${name}: ${held} deals on the board, published are ${count}`);
  }
  const won = stages.find((s) => s['name'] === 'Won')!;
  const sums = groups.find((g) => g.key['stageId'] === won.id)!.values['sum'] as Readonly<Record<string, number>>;
  const revenue = (sums['USD'] ?? 0) / 100;
  if (revenue !== published.wonRevenue) throw new Mismatch(`won revenue is ${revenue}, published is ${published.wonRevenue}`);
  const total = Object.values(published.stages).reduce((a, b) => a + b, 0);
  right(`the published figures: ${total.toLocaleString('en')} deals: ${Object.entries(published.stages).map(([n, c]) => `${c.toLocaleString('en')} ${n.toLowerCase()}`).join(', ')}; won revenue ${revenue.toLocaleString('en')}`);
}

/** Each month of the forecast has its target. */
async function checkPlan({ page, right }: PageUnderCheck): Promise<void> {
  const months = page.locator('vinculo-pipeline-board [part~="forecast-month"]');
  await eventually(page, async () => ((await months.count()) === 3 ? undefined : `the forecast tells ${await months.count()} months`));
  for (const each of await months.allInnerTexts()) if (!each.includes('Target')) throw new Mismatch(`a month of the forecast has no target: ${each}`);
  right('the forecast tells three months, each with its target');
}

/** The dialog for a new deal has its words, and closes again. */
async function checkDialog({ page, right }: PageUnderCheck): Promise<void> {
  const board = page.locator('vinculo-pipeline-board');
  await board.locator('[part~="new"]').click();
  await board.locator('dialog[open], form').first().waitFor();
  await checkNothingBlank(page, 'vinculo-pipeline-board');
  await page.keyboard.press('Escape');
  right('the board and its form for a new deal have all their words');
}

/** A move by keyboard, from the first lane that has a card to the lane after it, and back by the data afterwards. */
async function checkMove({ page, adapter, right }: PageUnderCheck, shown: readonly string[], stages: readonly AnyRow[]): Promise<void> {
  const board = page.locator('vinculo-pipeline-board');
  const open = shown.filter((id) => stages.find((s) => s.id === id)?.['category'] === 'open');
  const from = [];
  for (const id of open.slice(0, -1)) if ((await board.locator(`[data-stage="${id}"] [part~="card"]`).count()) > 0) from.push(id);
  const fromId = from[0];
  if (fromId === undefined) {
    right('no open deal to move; the data holds none');
    return;
  }
  const toId = open[open.indexOf(fromId) + 1]!;
  const card = board.locator(`[data-stage="${fromId}"] [part~="card"]`).first();
  const dealId = (await card.getAttribute('data-deal'))!;
  const [before] = await adapter.get!('deal', [dealId]);
  await card.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  const stageOf = async (): Promise<unknown> => (await adapter.get!('deal', [dealId]))[0]?.['stageId'];
  await eventually(page, async () => ((await stageOf()) === toId ? undefined : 'a move by keyboard did not reach the server'));
  await page.reload();
  await eventually(page, async () => ((await board.locator(`[data-stage="${toId}"] [data-deal="${dealId}"]`).count()) > 0 ? undefined : 'the moved deal is not in its new lane after a reload'));
  right(`a move of “${String(before?.['name'])}” by keyboard survives a reload`);
  // Put back, so that the figures of an export stay the published ones.
  const [now] = await adapter.get!('deal', [dealId]);
  const [outcome] = await adapter.push([{ key: [`check-${crypto.randomUUID()}`, 1], op: 'update', table: 'deal', id: dealId, patch: { stageId: fromId, rank: before?.['rank'] ?? null }, base: { stageId: toId, rank: now?.['rank'] ?? null }, at: new Date().toISOString() }]);
  if (outcome?.status !== 'ok') throw new Mismatch(`the moved deal could not be put back: ${JSON.stringify(outcome)}`);
}
