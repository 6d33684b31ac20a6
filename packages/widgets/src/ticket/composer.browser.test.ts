import type { MemoryBackend } from '@vinculo/sdk/testing';
import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { aDeskForEach, all, client, customer, faults, one, press, ready, rendered, text, until, write } from './shown-ticket.fixture.ts';
import type { TicketChangeDetail } from './ticket-events.ts';
import type { Ticket } from './vinculo-ticket.ts';

let backend: MemoryBackend;
aDeskForEach((made) => { backend = made; });

describe('copies', () => {
  const commit = async (ticket: Ticket, typed: string, key = 'Enter'): Promise<void> => {
    if (!ticket.shadowRoot!.querySelector('.copy-input')) one(ticket, '[part="add-copy"]').click();
    await until(ticket, '.copy-input');
    const box = one<HTMLInputElement>(ticket, '.copy-input');
    box.value = typed;
    press(box, key);
    await ticket.updateComplete;
  };
  const copies = (ticket: Ticket): string[] => all(ticket, '[part="copy"] bdi').map((each) => each.textContent);

  it('are shown, added by key and taken out, with a way back; what is no address is said', async () => {
    const ticket = await ready();
    const changes: unknown[] = [];
    ticket.addEventListener('vinculo-ticket-change', (event) => changes.push((event as CustomEvent<TicketChangeDetail>).detail.patch));
    expect(copies(ticket)).to.deep.equal([]);
    await commit(ticket, 'boss@home.test, BOSS@home.test');
    await waitUntil(() => copies(ticket).length === 1);
    await commit(ticket, 'nonsense');
    expect(text(ticket, '#copy-problem')).to.contain('name@example.com');
    expect(one(ticket, '.copy-input').getAttribute('aria-invalid')).to.equal('true');
    await commit(ticket, 'friend@home.test', ',');
    await waitUntil(() => copies(ticket).length === 2);
    press(one(ticket, '.copy-input'), 'Escape');
    await until(ticket, '[part="add-copy"]');
    expect(ticket.shadowRoot!.activeElement?.getAttribute('part')).to.equal('add-copy');
    one(ticket, '[part="copy"] button').click();
    await waitUntil(() => copies(ticket).join() === 'friend@home.test');
    one(ticket, '[part="undo"]').click();
    await waitUntil(() => copies(ticket).length === 2);
    expect(changes).to.deep.equal([{ cc: ['boss@home.test'] }, { cc: ['boss@home.test', 'friend@home.test'] }, { cc: ['friend@home.test'] }]);
    await waitUntil(() => (backend.row('ticket', 'tick-1')!['cc'] as string[]).length === 2);
  });

  it('that a mail named wait for a person: taken up or dropped', async () => {
    backend.update('ticket', 'tick-1', { ccOffered: ['boss@home.test', 'spam@away.test'] });
    const ticket = await ready();
    await until(ticket, '[part="offered"]');
    expect(copies(ticket)).to.deep.equal([]);
    const buttons = (): HTMLElement[] => all(ticket, '[part="offered"] button');
    buttons()[0]!.click();
    await waitUntil(() => copies(ticket).join() === 'boss@home.test');
    buttons()[1]!.click();
    await waitUntil(() => !ticket.shadowRoot!.querySelector('[part="offered"]'));
    await waitUntil(() => (backend.row('ticket', 'tick-1')!['ccOffered'] as string[]).length === 0);
    expect(backend.row('ticket', 'tick-1')!['cc']).to.deep.equal(['boss@home.test']);
  });

  it('stand beside the message that went to them; a customer sees none of it', async () => {
    backend.update('ticketMessage', 'msg-3', { cc: ['boss@home.test'] });
    backend.update('ticket', 'tick-1', { cc: ['boss@home.test'], ccOffered: ['friend@home.test'] });
    const ticket = await ready();
    await until(ticket, '[data-message="msg-3"] [part="copies"]');
    expect(text(ticket, '[data-message="msg-3"] [part="copies"]')).to.equal('Cc 1: boss@home.test');
    backend.restrict('ticket', { fields: { cc: 'hidden', ccOffered: 'hidden' } });
    const theirs = await ready({ as: customer });
    expect(all(theirs, '[part="copies"], [part="offered"], [part="add-copy"]').length).to.equal(0);
  });

  for (const { lang, dir, scheme } of [{ lang: 'en', dir: 'ltr', scheme: 'light' }, { lang: 'ar', dir: 'rtl', scheme: 'dark' }]) {
    it(`fit at 320 px and are accessible, ${lang}, ${scheme}`, async () => {
      backend.update('ticket', 'tick-1', { cc: [`${'long'.repeat(20)}@home.test`, 'boss@home.test'], ccOffered: ['spam@away.test'] });
      const ticket = await ready({ width: 320, lang, dir, scheme });
      await until(ticket, '[part="offered"]');
      one(ticket, '[part="add-copy"]').click();
      await until(ticket, '.copy-input');
      rendered(ticket);
      expect(await faults(ticket)).to.deep.equal([]);
    });
  }
});

describe('macros', () => {
  const macro = (changes: object, body = ''): void => void backend.write('savedReply', { id: 'macro', name: 'Wait for the part', body, changes });
  const use = async (ticket: Ticket): Promise<void> => {
    await until(ticket, '[part="saved-replies"]');
    one(ticket, '[part="saved-replies"]').click();
    await until(ticket, '#replies [role="option"]');
    const option = all(ticket, '#replies [role="option"]').find((each) => each.textContent.includes('Wait for the part'))!;
    expect(option.textContent).to.contain('with changes');
    option.click();
    await until(ticket, '[part="macro"]');
  };

  it('show first what they change, and do it with the answer as one group', async () => {
    macro({ status: 'pending', priority: 'urgent', addTags: ['part'], note: 'Ordered for {name}.' }, 'It is ordered, {name}.');
    const ticket = await ready();
    await use(ticket);
    expect(one<HTMLTextAreaElement>(ticket, '.compose .text').value).to.equal('It is ordered, Priya Raghunathan.');
    expect(all(ticket, '[part="macro"] li').map((each) => each.textContent.trim())).to.include('Priority: High → Urgent').and.to.include('Internal note: Ordered for Priya Raghunathan.');
    expect(backend.row('ticket', 'tick-1')!['priority']).to.equal('high');
    expect(await faults(ticket)).to.deep.equal([]);
    setTimeout(() => one(ticket, '.compose [type="submit"]').click());
    await oneEvent(ticket, 'vinculo-ticket-replied');
    await waitUntil(() => backend.row('ticket', 'tick-1')!['priority'] === 'urgent');
    expect(backend.row('ticket', 'tick-1')).to.include({ status: 'pending' });
    expect(backend.row('ticket', 'tick-1')!['tags']).to.include('part');
    const sent = backend.faults.calls.filter(({ method }) => method === 'push').flatMap(({ changes }) => changes ?? []);
    expect(sent.map(({ table }) => table).sort()).to.deep.equal(['ticket', 'ticketMessage', 'ticketMessage']);
    expect(new Set(sent.map(({ group }) => group)).size).to.equal(1);
    await waitUntil(() => !ticket.shadowRoot!.querySelector('[part="macro"]'));
  });

  it('are applied at once by a press, and undone by another', async () => {
    macro({ priority: 'low', note: 'Not urgent.' });
    const ticket = await ready();
    await use(ticket);
    expect(one<HTMLTextAreaElement>(ticket, '.compose .text').value).to.equal('');
    setTimeout(() => one(ticket, '[part="apply-macro"]').click());
    const { detail } = await oneEvent(ticket, 'vinculo-ticket-changed');
    expect(detail.patch).to.deep.equal({ priority: 'low' });
    await waitUntil(() => backend.row('ticket', 'tick-1')!['priority'] === 'low');
    expect(backend.rows('ticketMessage').some(({ body }) => body === 'Not urgent.')).to.equal(true);
    one(ticket, '[part="undo"]').click();
    await waitUntil(() => backend.row('ticket', 'tick-1')!['priority'] === 'high' && backend.rows('ticketMessage').every(({ body }) => body !== 'Not urgent.'));
  });

  it('are dropped by a press, and nothing is changed', async () => {
    macro({ priority: 'low' }, 'Words.');
    const ticket = await ready();
    await use(ticket);
    one(ticket, '[part="macro"] .clear').click();
    await waitUntil(() => !ticket.shadowRoot!.querySelector('[part="macro"]'));
    expect(backend.row('ticket', 'tick-1')!['priority']).to.equal('high');
    expect(one<HTMLTextAreaElement>(ticket, '.compose .text').value).to.equal('Words.');
  });
});

describe('a file on its way', () => {
  const attach = async (ticket: Ticket, name: string): Promise<void> => {
    const input = one<HTMLInputElement>(ticket, '.compose input[type="file"]');
    const files = new DataTransfer();
    files.items.add(new File(['x'.repeat(100)], name, { type: 'text/plain' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await ticket.updateComplete;
  };

  it('shows how far it is, and is sent no further once it is taken out; the answer goes without it', async () => {
    const adapter = backend.adapter();
    let tell: (share: number) => void = () => {};
    let ended: unknown;
    const crm = client({ ...adapter, upload: (_blob, _name, signal, sent) => new Promise((_, reject) => {
      tell = sent!;
      signal!.addEventListener('abort', () => { ended = signal!.reason; reject(signal!.reason as Error); });
    }) });
    const ticket = await ready();
    ticket.client = crm;
    await ticket.updateComplete;
    await until(ticket, '.compose input[type="file"]');
    await attach(ticket, 'plan.txt');
    await write(ticket, 'Here is the plan.');
    const sent = oneEvent(ticket, 'vinculo-ticket-replied');
    one(ticket, '.compose [type="submit"]').click();
    await until(ticket, '[role="progressbar"]');
    await waitUntil(() => { tell(0.42); return ticket.shadowRoot!.querySelector('progress'); });
    expect(one<HTMLProgressElement>(ticket, 'progress').value).to.equal(42);
    expect(text(ticket, '.chosen-file')).to.match(/42\s?%/);
    expect(await faults(ticket)).to.deep.equal([]);
    one(ticket, '.chosen-file .clear').click();
    await sent;
    expect(ended).to.be.instanceOf(DOMException);
    await waitUntil(() => backend.rows('ticketMessage').some(({ body }) => body === 'Here is the plan.'));
  });
});
