import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import 'axe-core';
import type { Ticket } from './vinculo-ticket.ts';
import './vinculo-ticket.ts';

// axe-core is no module: loaded, it hangs itself on the window.
const { axe } = window as unknown as { axe: typeof import('axe-core') };

let backend: MemoryBackend;
let clients: Vinculo[] = [];
beforeEach(() => { backend = memoryBackend({ seed: demoSeed(Date.now()) }); });
afterEach(async () => {
  sessionStorage.clear();
  await Promise.all(clients.splice(0).map((crm) => crm.close()));
  clients = [];
});

function show(user: string, { lang = 'en', dir = 'ltr', width = 860, scheme = 'light' }: { lang?: string; dir?: string; width?: number; scheme?: string } = {}): Ticket {
  const crm = createClient({ adapter: backend.adapter(user) });
  clients.push(crm);
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  const drawn = document.createElement('vinculo-ticket');
  drawn.ticketId = 'tick-1';
  drawn.client = crm;
  box.append(drawn);
  return drawn;
}

const find = <T extends HTMLElement>(drawn: Ticket, selector: string): T | null => drawn.shadowRoot!.querySelector<T>(selector);
const text = (drawn: Ticket, selector: string): string => find(drawn, selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const until = (drawn: Ticket, selector: string): Promise<void> => waitUntil(() => find(drawn, selector), `no ${selector}`, { timeout: 6_000 });

async function write(ticket: Ticket, words: string): Promise<void> {
  await until(ticket, '.compose .text');
  const area = find<HTMLTextAreaElement>(ticket, '.compose .text')!;
  area.value = words;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await ticket.updateComplete;
}

async function faults(drawn: Ticket): Promise<string[]> {
  for (const each of drawn.shadowRoot!.getAnimations()) each.finish();
  const { violations } = await axe.run(drawn, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
  return violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.failureSummary} ${node.html}`));
}

const [mine, theirs] = demoSeed(0)['user']!.map(({ id }) => id) as [string, string];
const theirName = String(demoSeed(0)['user']![1]!['name']);

describe('somebody else is there', () => {
  it('who has the ticket open is shown, who begins to answer is named and said, and that they stopped', async () => {
    const ticket = show(mine);
    await until(ticket, '.compose .text');
    const other = show(theirs);
    await until(ticket, '[part~="others"]');
    expect(text(ticket, '[part~="others"]')).to.equal(`${theirName} is looking at this too`);
    await write(other, 'I am on it.');
    await until(ticket, '[part~="replying"]');
    expect(text(ticket, '[part~="replying"]')).to.equal(`${theirName} is replying`);
    await waitUntil(() => ticket.shadowRoot!.textContent.includes(`${theirName} is replying`));
    await write(other, '');
    await waitUntil(() => text(ticket, '[part~="others"]') === `${theirName} is looking at this too`, 'they stopped', { timeout: 6_000 });
    other.remove();
    await waitUntil(() => !find(ticket, '[part~="others"]'), 'they left', { timeout: 6_000 });
  });

  it('an answer that came meanwhile stops the first try to send, once', async () => {
    const ticket = show(mine);
    await write(ticket, 'The part is on its way.');
    backend.write('ticketMessage', { id: 'over', ticketId: 'tick-1', body: 'I sent the part.', internal: false, at: new Date(Date.now() + 1000).toISOString(), fromUserId: theirs });
    await until(ticket, '.meanwhile');
    let sent = 0;
    ticket.addEventListener('vinculo-ticket-replied', () => sent++);
    const send = (): void => find<HTMLElement>(ticket, '.compose [type="submit"]')!.click();
    send();
    await until(ticket, '#write-problem');
    expect(text(ticket, '#write-problem')).to.contain(theirName).and.to.contain('send again');
    expect(sent).to.equal(0);
    send();
    await waitUntil(() => sent === 1);
  });

  it('a customer is neither told of the staff nor shown to it', async () => {
    const ticket = show(mine);
    await until(ticket, '.compose .text');
    const adapter = backend.adapter(theirs);
    const crm = createClient({ adapter: { ...adapter, describe: async (signal) => ({ ...(await adapter.describe(signal)), user: { id: 'c', name: 'Priya', role: 'customer', contactId: 'con-priya' } }) } });
    clients.push(crm);
    const asked = backend.faults.calls.filter(({ method }) => method === 'presence').length;
    const box = fixtureSync<HTMLElement>(html`<div></div>`);
    const theirTicket = document.createElement('vinculo-ticket');
    theirTicket.ticketId = 'tick-1';
    theirTicket.client = crm;
    box.append(theirTicket);
    await write(theirTicket, 'Hello?');
    await crm.close();
    const more = backend.faults.calls.filter(({ method }) => method === 'presence').length;
    expect(more - asked, 'only the agent asks').to.be.at.most(1);
    expect(find(theirTicket, '[part~="others"]')).to.equal(null);
    expect(find(ticket, '[part~="others"]')).to.equal(null);
  });

  for (const { lang, dir, scheme, width } of [{ lang: 'zh-Hans', dir: 'ltr', scheme: 'dark', width: 860 }, { lang: 'ar', dir: 'rtl', scheme: 'light', width: 320 }]) {
    it(`fits in ${lang}, ${scheme}, at ${width} px`, async () => {
      const ticket = show(mine, { lang, dir, scheme, width });
      await until(ticket, '.compose .text');
      await backend.adapter(theirs).presence!({ page: 'x', at: [{ table: 'ticket', id: 'tick-1', doing: 'writing' }], of: [] });
      await until(ticket, '[part~="replying"]');
      expect(text(ticket, '[part~="replying"]')).to.contain(theirName).and.not.to.contain('is replying');
      expect(ticket.scrollWidth).to.be.at.most(ticket.clientWidth);
      const [line, tabs] = [find(ticket, '.there')!.getBoundingClientRect(), find(ticket, '.tabs [aria-selected="true"]')!.getBoundingClientRect()];
      const apart = line.right <= tabs.left || line.left >= tabs.right || line.bottom <= tabs.top || line.top >= tabs.bottom;
      expect(apart, 'the line covers no tab').to.equal(true);
      expect(await faults(ticket)).to.deep.equal([]);
    });
  }
});
