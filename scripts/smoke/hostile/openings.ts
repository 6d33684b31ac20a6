import { markup } from './findings.ts';

const frame = (): Promise<unknown> => new Promise((done) => void requestAnimationFrame(done));
const pause = (ms: number): Promise<unknown> => new Promise((done) => void setTimeout(done, ms));

/** What asks before it does something. */
const asks = /…$|^(?:QR code|Add consent|Columns and groups|Delete)$/;
/** How often menus of one sort, and buttons of one part, are opened in a widget. */
const ofASort = 1;

/** Opens what a widget opens: its menus, each of their questions, its other dialogs and lists to choose from. Answers what is wrong in any of them; `opened` gets what was open. */
export async function openAll(name: string, widget: Element, opened: Set<string>): Promise<readonly string[]> {
  const root = widget.shadowRoot!;
  const found: string[] = [];
  const look = (what: string, open: Element): void => {
    opened.add(`${name}: ${what}`);
    found.push(...[...markup(widget), ...outside(open)].map((wrong) => `${name}, ${what}: ${wrong}`));
  };
  const dialog = (): HTMLDialogElement | null => root.querySelector<HTMLDialogElement>('dialog[open]');
  const title = (open: HTMLElement): string => open.id.replace(/-?\d+$/, '');
  const ask = async (what: string): Promise<void> => {
    const open = await soon(dialog);
    if (!open) return;
    await quiet(open);
    look(`${what} ${title(open)}`, open);
    for (const input of [...open.querySelectorAll<HTMLInputElement>('[role="combobox"]')].slice(0, ofASort)) await choose(`${what} look-up`, input);
    const other = open.querySelector<HTMLElement>('[part="duplicates"] button');
    if (other) {
      other.click();
      await soon(() => open.querySelector('[part="merge-fields"]'));
      await quiet(open);
      look(`${what} compared`, open);
    }
    // As Escape does.
    open.dispatchEvent(new Event('cancel', { cancelable: true }));
    if (open.open) open.close();
    await frame();
  };
  const choose = async (what: string, input: HTMLInputElement): Promise<void> => {
    input.focus();
    input.value = 'e';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    const list = await soon(() => root.querySelector<HTMLElement>(`#${CSS.escape(input.getAttribute('aria-controls') ?? 'none')}:popover-open, .found:popover-open`));
    if (list) look(what, list);
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true, composed: true }));
    await frame();
  };

  for (const id of sorts(root, '[data-menu]', (each) => each.dataset['menu']!)) {
    const button = (): HTMLElement | null => root.querySelector<HTMLElement>(`[data-menu="${CSS.escape(id)}"]`);
    const show = async (): Promise<HTMLElement | null> => {
      const list = root.querySelector<HTMLElement>(`#menu-${CSS.escape(id)}`);
      if (!button() || !list) return null;
      if (!list.matches(':popover-open')) list.showPopover();
      await soon(() => list.querySelector('[role]'));
      return list;
    };
    const list = await show();
    if (!list) continue;
    const sort = sortOf(id);
    look(`menu ${sort}`, list);
    const questions = [...list.querySelectorAll('[role="menuitem"]')].flatMap((item, i) => (asks.test(item.textContent.trim()) ? [i] : []));
    for (const i of questions) {
      const item = (await show())?.querySelectorAll<HTMLElement>('[role="menuitem"]')[i];
      const what = item?.textContent.trim() ?? '';
      item?.click();
      await ask(`${sort} ${what}`);
    }
    root.querySelector<HTMLElement>(`#menu-${CSS.escape(id)}:popover-open`)?.hidePopover();
  }
  for (const part of ['filter-button', 'new', 'add', 'edit', 'saved-replies']) {
    for (const button of [...root.querySelectorAll<HTMLElement>(`button[part~="${part}"]`)].slice(0, ofASort)) {
      button.click();
      await ask(part);
    }
  }
  for (const [i, button] of [...root.querySelectorAll<HTMLElement>('button[popovertarget]:not([data-menu])')].slice(0, ofASort).entries()) {
    const list = root.querySelector<HTMLElement>(`#${CSS.escape(button.getAttribute('popovertarget') ?? 'none')}`);
    if (!list) continue;
    list.showPopover();
    await quiet(list);
    look(`list ${i}`, list);
    list.hidePopover();
  }
  for (const input of [...root.querySelectorAll<HTMLInputElement>('[role="combobox"]')].slice(0, ofASort)) await choose('look-up', input);
  return found;
}

const sortOf = (id: string): string => id.replace(/-.*/, '');

/** The first menus of each sort. */
function sorts(root: ShadowRoot, selector: string, idOf: (each: HTMLElement) => string): readonly string[] {
  const counts = new Map<string, number>();
  return [...root.querySelectorAll<HTMLElement>(selector)].map(idOf).filter((id) => {
    const count = (counts.get(sortOf(id)) ?? 0) + 1;
    counts.set(sortOf(id), count);
    return count <= ofASort;
  });
}

/** What comes within some frames; most of what is pressed opens nothing. */
async function soon<T>(find: () => T | null): Promise<T | null> {
  const until = performance.now() + 400;
  for (;;) {
    const there = find();
    if (there || performance.now() > until) return there;
    await pause(15);
  }
}

/** Until nothing is on its way in it. */
async function quiet(open: Element): Promise<void> {
  const until = performance.now() + 3_000;
  do { await frame(); await pause(20); } while (open.querySelector('.bone') && performance.now() < until);
}

/** What floats stays within the page, and holds what is in it. */
function outside(open: Element): string[] {
  const found: string[] = [];
  const { left, right } = open.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  if (left < -1 || right > width + 1) found.push(`from ${Math.round(left)} to ${Math.round(right)} of ${width} px`);
  if (open.scrollWidth > open.clientWidth + 1) found.push(`what it holds is ${open.scrollWidth - open.clientWidth} px wider than it`);
  return found;
}
