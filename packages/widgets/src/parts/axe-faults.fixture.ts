import 'axe-core';

// axe-core is no module: loaded, it hangs itself on the window.
const { axe } = window as unknown as { axe: typeof import('axe-core') };

/** What axe finds wrong with an element, in words. Landmarks around it are the page's own matter. */
export async function axeFaults(element: HTMLElement): Promise<string[]> {
  // A page in the background has no frames, so transitions are ended and not waited for.
  for (const each of element.shadowRoot!.getAnimations()) each.finish();
  const { violations } = await axe.run(element, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { region: { enabled: false } } });
  return violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.failureSummary} ${node.html}`));
}

/** Controls that are too small to hit (an input in a label that looks like one is as large as that), and whether anything is wider than the element. */
export function layoutFaults(element: HTMLElement): string[] {
  const controls = [...element.shadowRoot!.querySelectorAll<HTMLElement>('button, select, input:not([type=radio], .input > input)')].filter((each) => each.offsetParent !== null);
  const small = controls.filter((each) => each.offsetHeight < 24 || (each.offsetWidth < 24)).map((each) => `small: ${each.outerHTML.slice(0, 120)}`);
  const styled = [...element.shadowRoot!.querySelectorAll('[style]:not(.menu, .panel)')].map((each) => `style: ${each.outerHTML.slice(0, 120)}`);
  return [...small, ...styled, ...(element.scrollWidth > element.clientWidth ? [`wide: ${element.scrollWidth} > ${element.clientWidth}`] : [])];
}
