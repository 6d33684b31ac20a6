import type { Page } from 'playwright-core';

/**
 * What a person reads in a widget, in order, through its shadow roots. Values of records stand in `<bdi>`: `own` leaves those out,
 * and what a host put into slots, so that only the widget's own words remain.
 */
export function textsOf(page: Page, selector: string, { own = false }: { readonly own?: boolean } = {}): Promise<string[]> {
  return page.locator(selector).first().evaluate(read, own);
}

/** Notes from now on what is drawn, frame by frame. Answers how to ask for all own words of widgets that stood there at any time. */
export async function watchTexts(page: Page, selector: string): Promise<() => Promise<string[]>> {
  // Serialised: it runs in the page, which has nothing of this file.
  await page.addInitScript(`{
    const read = ${read.toString()};
    const drawn = (globalThis.drawn = new Set());
    const look = () => { for (const widget of document.querySelectorAll('${selector}')) for (const text of read(widget, true)) drawn.add(text); requestAnimationFrame(look); };
    requestAnimationFrame(look);
  }`);
  return () => page.evaluate(() => [...(globalThis as unknown as { drawn: Set<string> }).drawn]); // put there above
}

function read(root: Element, ownOnly: boolean): string[] {
  const texts: string[] = [];
  const visit = (node: Node): void => {
    if (node instanceof Text && node.data.trim()) texts.push(node.data.trim().replaceAll(/\s+/g, ' '));
    if (!(node instanceof Element) || node.tagName === 'STYLE' || (ownOnly && (node.tagName === 'BDI' || node.matches('.avatar')))) return;
    for (const name of ['title', 'aria-label', 'placeholder']) {
      const said = node.getAttribute(name);
      if (said && ownOnly) texts.push(said);
    }
    const inside = node instanceof HTMLSlotElement && !ownOnly && node.assignedNodes().length > 0 ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
    inside.forEach(visit);
  };
  visit(root);
  return texts;
}
