import type { Locator, Page } from 'playwright-core';

/** Of the demo book's first pipeline. */
export type StageName = 'Qualify' | 'Discovery' | 'Proposal' | 'Negotiation';

export function lane(page: Page, stage: StageName): Locator {
  return page.locator(`vinculo-pipeline-board [data-stage="pipe-new-${stage.toLowerCase()}"]`);
}

export function card(page: Page, stage: StageName, dealId: string): Locator {
  return lane(page, stage).locator(`[data-deal="${dealId}"]`);
}

/** Moves a deal by the menu of its card, and the menu by the keyboard: a banner that comes moves the cards away from a pointer. */
export async function moveDeal(page: Page, dealId: string, to: StageName): Promise<void> {
  // A tab behind another one draws no frames.
  await page.bringToFront();
  await page.locator(`[data-menu="move-${dealId}"]`).press('Enter');
  await page.getByRole('menuitem', { name: `Move to ${to}` }).click();
  await card(page, to, dealId).waitFor();
}
