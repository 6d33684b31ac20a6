import { demoSeed, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { aDeskForEach, customer, faults, find, show, text, until, write } from './shown-ticket.fixture.ts';

let backend: MemoryBackend;
aDeskForEach((made) => { backend = made; });

const [mine, theirs] = demoSeed(0)['user']!.map(({ id }) => id) as [string, string];
const theirName = String(demoSeed(0)['user']![1]!['name']);

describe('somebody else is there', () => {
  it('who has the ticket open is shown, who begins to answer is named and said, and that they stopped', async () => {
    const ticket = show({ user: mine });
    await until(ticket, '.compose .text');
    const other = show({ user: theirs });
    await until(ticket, '[part~="others"]');
    expect(text(ticket, '[part~="others"]')).to.equal(`${theirName} is looking at this too`);
    await write(other, 'I am on it.');
    await until(ticket, '[part~="replying"]');
    expect(text(ticket, '[part~="replying"]')).to.equal(`${theirName} is replying`);
    await waitUntil(() => ticket.shadowRoot!.textContent.includes(`${theirName} is replying`));
    await write(other, '');
    await waitUntil(() => find(ticket, '[part~="others"]')?.textContent.replace(/\s+/g, ' ').trim() === `${theirName} is looking at this too`, 'they stopped', { timeout: 6_000 });
    other.remove();
    await waitUntil(() => !find(ticket, '[part~="others"]'), 'they left', { timeout: 6_000 });
  });

  it('an answer that came meanwhile stops the first try to send, once', async () => {
    const ticket = show({ user: mine });
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
    const ticket = show({ user: mine });
    await until(ticket, '.compose .text');
    const asked = backend.faults.calls.filter(({ method }) => method === 'presence').length;
    const theirTicket = show({ user: theirs, as: { ...customer, id: 'c' } });
    await write(theirTicket, 'Hello?');
    await theirTicket.client!.close();
    const more = backend.faults.calls.filter(({ method }) => method === 'presence').length;
    expect(more - asked, 'only the agent asks').to.be.at.most(1);
    expect(find(theirTicket, '[part~="others"]')).to.equal(null);
    expect(find(ticket, '[part~="others"]')).to.equal(null);
  });

  for (const { lang, dir, scheme, width } of [{ lang: 'zh-Hans', dir: 'ltr', scheme: 'dark', width: 860 }, { lang: 'ar', dir: 'rtl', scheme: 'light', width: 320 }]) {
    it(`fits in ${lang}, ${scheme}, at ${width} px`, async () => {
      const ticket = show({ user: mine, lang, dir, scheme, width });
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
