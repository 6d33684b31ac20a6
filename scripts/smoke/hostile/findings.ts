/** What of a page's own drawing must never come out of a value. */
const foreign = 'script, iframe, frame, object, embed, base, meta, link, video, audio, source, img, image, marquee, math, foreignObject, applet, animate, set';
const harmless: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'blob:']);

/** All elements that a widget drew, through the shadow roots of what is in it. */
export function* drawn(root: Element): Generator<Element> {
  for (const element of (root.shadowRoot ?? root).querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* drawn(element);
  }
}

/** Elements and attributes that are no text: a value was read as markup, or leads somewhere that runs. */
export function markup(widget: Element): string[] {
  const found: string[] = [];
  for (const element of drawn(widget)) {
    if (element.matches(foreign)) found.push(`<${element.localName}> in ${element.parentElement?.localName ?? 'the root'}`);
    for (const { name, value } of element.attributes) {
      if (/^on|^srcdoc$/i.test(name)) found.push(`${element.localName}[${name}]`);
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(name.toLowerCase()) && !isHarmless(value)) found.push(`${element.localName}[${name}=${JSON.stringify(value.slice(0, 60))}]`);
    }
  }
  return found;
}

function isHarmless(url: string): boolean {
  return URL.canParse(url, location.href) && harmless.has(new URL(url, location.href).protocol);
}

/** What is wider than the widget, or lies over its neighbour in a head. */
export function broken(widget: Element): string[] {
  const found: string[] = [];
  const { left, right } = widget.getBoundingClientRect();
  const visit = (element: Element): void => {
    const style = getComputedStyle(element);
    // The count of a bell sits on its edge.
    if (style.display === 'none' || style.visibility === 'hidden' || element.matches('dialog:not([open]), .hidden-text, [popover], [part~="count"]')) return;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.height > 0 && (box.right > right + 1 || box.left < left - 1)) {
      found.push(`${nameOf(element)} from ${Math.round(box.left - left)} to ${Math.round(box.right - left)} of ${Math.round(right - left)} px`);
      return;
    }
    if (style.overflowX !== 'visible') return;
    if (style.display !== 'inline' && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
      const inner = [...element.children].some((child) => child.scrollWidth > child.clientWidth + 1 || child.getBoundingClientRect().right > box.right + 1);
      if (!inner) found.push(`the text of ${nameOf(element)} is ${element.scrollWidth - element.clientWidth} px wider than it`);
    }
    for (const child of (element.shadowRoot ?? element).children) visit(child);
  };
  for (const child of widget.shadowRoot?.children ?? []) visit(child);
  for (const head of widget.shadowRoot?.querySelectorAll('[part~="header"], .head, [part="tools"], [part="next"]') ?? []) found.push(...overlaps(head));
  return found;
}

function overlaps(head: Element): string[] {
  const boxes = [...head.children].filter((each) => getComputedStyle(each).position !== 'absolute' && !each.matches('.hidden-text, dialog, [popover]')).map((each) => [each, each.getBoundingClientRect()] as const).filter(([, box]) => box.width > 1 && box.height > 1);
  return boxes.flatMap(([a, one], i) => boxes.slice(i + 1).flatMap(([b, other]) => {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return wide > 1 && high > 1 ? [`${nameOf(a)} lies over ${nameOf(b)}`] : [];
  }));
}

function nameOf(element: Element): string {
  const part = element.getAttribute('part');
  return `${element.localName}${part ? `[part="${part}"]` : element.classList.length > 0 ? `.${[...element.classList].join('.')}` : ''}`;
}

/** Stands between the strings of a pack, so that they are told apart where a field of one line holds them. */
export const between = '\u241E';

/** The lines of a text, with white space as a person sees it. */
export const linesOf = (text: string): readonly string[] => text.split(/[\n\u241E]/).map((line) => line.replaceAll(/\s+/g, ' ').trim()).filter(Boolean);

/** All lines that can be read in a widget, typed-in values too. */
export function readIn(widget: Element): ReadonlySet<string> {
  const lines = new Set<string>();
  const walk = (root: Node): void => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const text = node instanceof Text ? node.data : node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement ? node.value : '';
      for (const line of linesOf(text)) lines.add(line);
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(widget.shadowRoot ?? widget);
  return lines;
}
