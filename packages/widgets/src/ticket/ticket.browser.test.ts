import type { MemoryBackend } from '@vinculo/sdk/testing';
import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { aDeskForEach, all, customer, faults, find, one, type Options, press, ready, rendered, show, text, until, write } from './shown-ticket.fixture.ts';
import type { Ticket } from './vinculo-ticket.ts';

let backend: MemoryBackend;
aDeskForEach((made) => { backend = made; });

async function choose(ticket: Ticket, menu: string, label: string): Promise<void> {
  one(ticket, `[data-menu="${menu}"]`).click();
  await until(ticket, `#menu-${menu} [part="menu-item"]`);
  const item = all(ticket, `#menu-${menu} [part="menu-item"]`).find((each) => each.textContent.includes(label));
  if (!item) throw new Error(`no ${label} in ${menu}`);
  item.click();
  await ticket.updateComplete;
}

describe('for agents', () => {
  it('shows the conversation, replies and notes told apart', async () => {
    const ticket = await ready();
    expect(text(ticket, '[part="header"]')).to.contain('T-1042').and.to.contain('Compressor stops after 20 min');
    expect(all(ticket, '[part~="message"]').map((each) => each.dataset['message'])).to.deep.equal(['msg-1', 'msg-2', 'msg-3']);
    expect(text(ticket, '[data-message="msg-1"]')).to.contain('Priya Raghunathan').and.to.contain('by form').and.to.contain('display-E4.jpg');
    expect(text(ticket, '[data-message="msg-2"]')).to.contain('Internal note');
    expect(one(ticket, '[data-message="msg-2"] .body').matches('.note > .body')).to.equal(true);
    expect(text(ticket, '[data-part="requester"]')).to.contain('Kaveri');
    expect(text(ticket, '[data-part="service-times"]')).to.contain('Met in').and.to.contain('Due in');
    rendered(ticket);
  });

  it('shows markup as clean nodes and words as they are', async () => {
    backend.update('ticketMessage', 'msg-1', { body: '<p>Hello <b>there</b><img src=x onerror="window.ran = true"><script>window.ran = true</script></p>' });
    backend.update('ticketMessage', 'msg-3', { body: 'x < 3 and <b>bold</b>' });
    const ticket = await ready();
    await until(ticket, '.foreign b');
    expect(all(ticket, '.foreign :is(img, script)')).to.deep.equal([]);
    expect(text(ticket, '[data-message="msg-3"] .body')).to.equal('x < 3 and <b>bold</b>');
    expect((window as { ran?: boolean }).ran).to.equal(undefined);
  });

  it('loads the images of a mail only when a person asks for them', async () => {
    backend.update('ticketMessage', 'msg-1', { body: '<p>See the plate</p><img src="https://pictures.invalid/plate.gif" alt="The plate"><img src="javascript:window.ran = 1">' });
    const ticket = await ready();
    await until(ticket, '[part="show-images"]');
    expect(all(ticket, '.foreign img')).to.deep.equal([]);
    one(ticket, '[part="show-images"]').click();
    await until(ticket, '.foreign img');
    expect(all(ticket, '.foreign img').map((image) => (image as HTMLImageElement).alt)).to.deep.equal(['The plate']);
    expect(all(ticket, '[part="show-images"]')).to.deep.equal([]);
  });

  it('shows more of the other tickets and orders of its requester, and what was there meanwhile', async () => {
    const { contactId } = backend.row('ticket', 'tick-1')!;
    for (let i = 0; i < 14; i++) backend.write('ticket', { id: `other-${i}`, subject: `Other ${i}`, contactId, status: 'open', createdAt: `2026-01-${String(i + 10)}T08:00:00.000Z` });
    for (let i = 0; i < 4; i++) backend.write('order', { id: `order-${i}`, number: `A-${i}`, contactId, orderedAt: `2025-01-${String(i + 10)}T08:00:00.000Z` });
    const ticket = await ready();
    await until(ticket, '[data-part="others"] [part="more-rows"]');
    const rows = (): number => all(ticket, '[data-part="others"] [part="link"]').length;
    const before = rows();
    expect(before).to.equal(6);
    one(ticket, '[data-part="others"] [part="more-rows"]').click();
    await waitUntil(() => rows() === 12, 'more tickets');
    expect(ticket.shadowRoot!.activeElement).to.equal(all(ticket, '[data-part="others"] [part="link"]')[5]);
    one(ticket, '[data-part="others"] [part="more-rows"]').click();
    await waitUntil(() => rows() > 12 && !find(ticket, '[data-part="others"] [part="more-rows"]'), 'all tickets');
    const orders = (): number => all(ticket, '[data-part="orders"] .order').length;
    expect(orders()).to.equal(3);
    one(ticket, '[data-part="orders"] [part="more-rows"]').click();
    await waitUntil(() => orders() > 3, 'more orders');
  });

  it('draws a rating that is none of one to five', async () => {
    backend.update('ticket', 'tick-1', { rating: -3 });
    const ticket = await ready();
    await until(ticket, '.stars');
    expect(text(ticket, '.stars')).to.equal('☆☆☆☆☆');
    backend.update('ticket', 'tick-1', { rating: 4_000_000_000 });
    await waitUntil(() => text(ticket, '.stars') === '★★★★★', 'five stars');
  });

  it('sends a reply and sets the ticket pending, by Ctrl and Enter', async () => {
    const ticket = await ready();
    await write(ticket, 'The part is on its way.');
    expect(text(ticket, '.compose [type="submit"]')).to.equal('Send, set pending');
    setTimeout(() => press(one(ticket, '.compose .text'), 'Enter', { ctrlKey: true }));
    const { detail } = await oneEvent(ticket, 'vinculo-ticket-replied');
    expect(detail).to.include({ ticketId: 'tick-1', internal: false });
    await waitUntil(() => backend.row('ticket', 'tick-1')!['status'] === 'pending', 'status');
    await waitUntil(() => all(ticket, '[part~="message"]').length === 4, 'the reply');
    expect(one<HTMLTextAreaElement>(ticket, '.compose .text').value).to.equal('');
    expect(ticket.shadowRoot!.activeElement).to.equal(one(ticket, '.compose .text'));
  });

  it('says what is missing, and lets the page keep a reply back', async () => {
    const ticket = await ready();
    one(ticket, '.compose [type="submit"]').click();
    await until(ticket, '#write-problem');
    expect(one(ticket, '.compose .text').getAttribute('aria-invalid')).to.equal('true');
    await write(ticket, 'Hello');
    ticket.addEventListener('vinculo-ticket-reply', (event) => event.preventDefault());
    one(ticket, '.compose [type="submit"]').click();
    await ticket.updateComplete;
    expect(backend.rows('ticketMessage').filter(({ ticketId }) => ticketId === 'tick-1')).to.have.length(3);
    expect(one<HTMLTextAreaElement>(ticket, '.compose .text').value).to.equal('Hello');
  });

  it('keeps reply and note apart, and both over a reload', async () => {
    const ticket = await ready();
    await write(ticket, 'A reply');
    one(ticket, '#write-note').click();
    await ticket.updateComplete;
    expect(one(ticket, '.compose').matches('.note')).to.equal(true);
    await write(ticket, 'A note');
    ticket.remove();
    const again = await ready();
    expect(one<HTMLTextAreaElement>(again, '.compose .text').value).to.equal('A note');
    press(one(again, '#write-note'), 'ArrowLeft');
    await again.updateComplete;
    expect(one<HTMLTextAreaElement>(again, '.compose .text').value).to.equal('A reply');
    expect(again.shadowRoot!.activeElement).to.equal(one(again, '#write-reply'));
  });

  it('puts a saved reply in with what is known, and waits for the rest', async () => {
    const ticket = await ready();
    one(ticket, '[part="saved-replies"]').click();
    await until(ticket, '.replies input');
    await waitUntil(() => ticket.shadowRoot!.activeElement?.matches('.replies input'), 'the search to have focus');
    press(one(ticket, '.replies input'), 'Enter');
    await waitUntil(() => one<HTMLTextAreaElement>(ticket, '.compose .text').value.startsWith('Dear Priya, the part'), 'the reply');
    expect(text(ticket, '[part="unfilled"]')).to.contain('{visit date}');
    one(ticket, '.compose [type="submit"]').click();
    await until(ticket, '#write-problem');
    await write(ticket, 'Dear Priya, the part is on its way. Monday');
    expect(all(ticket, '[part="unfilled"]')).to.deep.equal([]);
  });

  it('changes state with its stage, priority and owner, and takes it back', async () => {
    const ticket = await ready();
    await choose(ticket, 'status', 'Resolved');
    await waitUntil(() => backend.row('ticket', 'tick-1')!['stageId'] === 'pipe-ticket-resolved', 'the stage');
    expect(backend.row('ticket', 'tick-1')!['status']).to.equal('resolved');
    one(ticket, '[part="undo"]').click();
    await waitUntil(() => backend.row('ticket', 'tick-1')!['status'] === 'open' && backend.row('ticket', 'tick-1')!['stageId'] === 'pipe-ticket-open', 'the way back');
    await choose(ticket, 'owner', 'Assign to me');
    await waitUntil(() => backend.row('ticket', 'tick-1')!['ownerId'] === 'user-katarzyna', 'the owner');
  });

  it('asks for what the stage requires before it moves', async () => {
    backend.update('stage', 'pipe-ticket-resolved', { requiredFields: ['resolution'] });
    const ticket = await ready();
    await choose(ticket, 'status', 'Resolved');
    await until(ticket, 'dialog[open] textarea');
    one<HTMLTextAreaElement>(ticket, 'dialog textarea').value = 'New fan';
    one(ticket, 'dialog [type="submit"]').click();
    await waitUntil(() => backend.row('ticket', 'tick-1')!['resolution'] === 'New fan', 'the move');
    expect(backend.row('ticket', 'tick-1')!['status']).to.equal('resolved');
  });

  it('does not offer states that the process does not lead to', async () => {
    backend.update('stage', 'pipe-ticket-open', { allowedTo: ['pipe-ticket-cancelled'] });
    const ticket = await ready();
    one(ticket, '[data-menu="status"]').click();
    await until(ticket, '#menu-status [part="menu-item"]');
    expect(all(ticket, '#menu-status [aria-disabled="true"]').map((each) => each.querySelector('bdi')!.textContent)).to.deep.equal(['Resolved', 'Closed']);
  });

  it('splits a message off', async () => {
    const ticket = await ready();
    await choose(ticket, 'message-msg-3', 'Split off');
    await until(ticket, '#split-subject');
    one<HTMLInputElement>(ticket, '#split-subject').value = 'Another matter';
    setTimeout(() => one(ticket, 'dialog [type="submit"]').click());
    const { detail } = await oneEvent(ticket, 'vinculo-ticket-separated');
    expect(backend.row('ticket', detail.id)).to.include({ subject: 'Another matter', parentId: 'tick-1' });
    expect(backend.row('ticketMessage', 'msg-3')!['ticketId']).to.equal(detail.id);
  });

  it('merges with another one, and takes it back', async () => {
    backend.update('ticket', 'tick-2', { contactId: 'con-priya' });
    const ticket = await ready();
    await choose(ticket, 'more', 'Merge');
    await until(ticket, '[part="duplicates"] button');
    one(ticket, '[part="duplicates"] button').click();
    await until(ticket, '[part="moves"]');
    setTimeout(() => one(ticket, 'dialog[open] [type="submit"]').click());
    const { detail } = await oneEvent(ticket, 'vinculo-ticket-merged');
    expect(detail).to.deep.include({ table: 'ticket', intoId: 'tick-1', fromId: 'tick-2', take: [] });
    expect(backend.row('ticket', 'tick-2')).to.equal(undefined);
    await until(ticket, '[part="told"] [part~="button"]');
    one(ticket, '[part="told"] [part~="button"]').click();
    await waitUntil(() => backend.row('ticket', 'tick-2'), 'the way back');
  });

  it('escalates with a note that says why', async () => {
    const ticket = await ready();
    await choose(ticket, 'more', 'Escalate');
    await until(ticket, '#to-why');
    one<HTMLTextAreaElement>(ticket, '#to-why').value = 'The cold room is warm.';
    one(ticket, 'dialog [type="submit"]').click();
    await waitUntil(() => backend.row('ticket', 'tick-1')!['priority'] === 'urgent', 'the priority');
    expect(backend.rows('ticketMessage').some(({ body, internal }) => internal === true && String(body).includes('The cold room is warm.'))).to.equal(true);
  });

  describe('in a firm of many', () => {
    beforeEach(() => {
      for (let i = 0; i < 70; i++) backend.write('user', { id: `user-${i}`, name: `Colleague ${i}`, active: true });
      backend.write('user', { id: 'user-zenobia', name: 'Zenobia Last', active: true });
    });
    const findHer = async (ticket: Ticket): Promise<void> => {
      const input = one<HTMLInputElement>(ticket, 'dialog[open] [role=combobox]');
      input.value = 'zenobia';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await waitUntil(() => all(ticket, '.found [role=option][id]').some((each) => each.textContent.includes('Zenobia Last')), 'her among those found');
      press(input, 'Enter');
      await ticket.updateComplete;
    };

    it('escalates to anybody, found by name', async () => {
      const ticket = await ready();
      await choose(ticket, 'more', 'Escalate');
      await until(ticket, '#to-why');
      await findHer(ticket);
      expect(await faults(ticket)).to.deep.equal([]);
      one<HTMLTextAreaElement>(ticket, '#to-why').value = 'The cold room is warm.';
      one(ticket, 'dialog[open] [type="submit"]').click();
      await waitUntil(() => backend.row('ticket', 'tick-1')!['ownerId'] === 'user-zenobia', 'the new owner');
    });

    it('gives the ticket to anybody, found by name', async () => {
      const ticket = await ready();
      await choose(ticket, 'owner', 'Somebody else');
      await until(ticket, 'dialog[open] [role=combobox]');
      await findHer(ticket);
      one(ticket, 'dialog[open] [type="submit"]').click();
      await waitUntil(() => backend.row('ticket', 'tick-1')!['ownerId'] === 'user-zenobia', 'the new owner');
      expect(text(ticket, '[data-menu="owner"]')).to.contain('Zenobia Last');
    });
  });

  it('opens what stands beside it', async () => {
    const ticket = await ready();
    setTimeout(() => one(ticket, '[data-part="requester"] [part="link"]').click());
    const { detail } = await oneEvent(ticket, 'vinculo-record-open');
    expect(detail).to.deep.equal({ table: 'contact', id: 'con-priya' });
  });

  it('says that somebody else wrote meanwhile', async () => {
    const ticket = await ready();
    await write(ticket, 'I will look at it');
    expect(all(ticket, '.meanwhile')).to.deep.equal([]);
    backend.write('ticketMessage', { id: 'msg-9', ticketId: 'tick-1', body: 'Done.', internal: false, at: new Date(Date.now() + 1000).toISOString(), fromUserId: 'user-shira' });
    await until(ticket, '.meanwhile');
    expect(text(ticket, '.meanwhile')).to.equal('Shira Yosef has written meanwhile');
    await waitUntil(() => text(ticket, '[aria-live="polite"]') === 'Message by Shira Yosef', 'it to be said');
  });

  it('takes files that are pasted, and says what is wrong with one', async () => {
    const ticket = await ready();
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'plan.pdf', { type: 'application/pdf' }));
    clipboardData.items.add(new File([], 'empty.txt'));
    one(ticket, '.compose').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    await until(ticket, '.chosen-file.wrong');
    expect(text(ticket, '.chosen-file.wrong')).to.contain('The file is empty');
    await write(ticket, 'See the plan');
    one(ticket, '.compose [type="submit"]').click();
    await until(ticket, '#write-problem');
    one(ticket, '.chosen-file.wrong button').click();
    await ticket.updateComplete;
    one(ticket, '.compose [type="submit"]').click();
    await waitUntil(() => backend.rows('attachment').some(({ name }) => name === 'plan.pdf'), 'the file');
  });
});

describe('for the customer', () => {
  it('shows no notes, no owner, no menus', async () => {
    const ticket = await ready({ as: customer });
    expect(all(ticket, '.tabs, [data-menu], [data-part="others"], .msg.note')).to.deep.equal([]);
    expect(text(ticket, '[part="controls"]')).to.equal('Open');
    await write(ticket, 'It stopped again.');
    one(ticket, '.compose [type="submit"]').click();
    await waitUntil(() => backend.rows('ticketMessage').some(({ body, fromContactId }) => body === 'It stopped again.' && fromContactId === 'con-priya'), 'the message');
  });

  it('lets them close, rate and open it again', async () => {
    const ticket = await ready({ as: customer });
    one(ticket, '[part="closing"] button').click();
    await until(ticket, '[part="rating"]');
    expect(backend.row('ticket', 'tick-1')!['status']).to.equal('closed');
    one(ticket, '[part="rating"] [value="4"]').click();
    one<HTMLTextAreaElement>(ticket, '[part="rating"] textarea').value = 'Quick.';
    one(ticket, '[part="rating"] [type="submit"]').click();
    await waitUntil(() => backend.row('ticket', 'tick-1')!['rating'] === 4, 'the rating');
    expect(backend.row('ticket', 'tick-1')!['ratingComment']).to.equal('Quick.');
    one(ticket, '[part="closing"] .row > button').click();
    await waitUntil(() => backend.row('ticket', 'tick-1')!['status'] === 'open', 'to be open');
  });
});

describe('states', () => {
  it('keeps its room while it loads', async () => {
    backend.faults.hold();
    const ticket = show();
    await until(ticket, '[part="skeleton"]');
    expect(ticket.matches(':state(loading)')).to.equal(true);
  });

  it('says that there is none, and that it did not load', async () => {
    const missing = show({ id: 'tick-none' });
    await until(missing, '[part~="not-found"]');
    const none = show({ id: null });
    await until(none, '[part~="empty"]');
    backend.faults.offline();
    const failed = show();
    await until(failed, '[part~="error"]');
    expect(text(failed, '[part~="error"]')).to.contain('Ticket did not load');
  });

  it('says that an answer waits, and that times are estimates, while offline', async () => {
    const ticket = await ready();
    backend.faults.offline();
    await write(ticket, 'On its way.');
    one(ticket, '.compose [type="submit"]').click();
    await until(ticket, '[part="banner"]');
    await waitUntil(() => text(ticket, '[part="service-time"]').includes('estimate'), 'the estimate');
    expect(ticket.matches(':state(unsynced)')).to.equal(true);
    expect(all(ticket, '[part~="message"]').at(-1)!.textContent).to.contain('Waiting to sync');
  });

  it('gives a refused answer back', async () => {
    backend.faults.refuse({ table: 'ticketMessage' }, 'no_contract', 'No contract.');
    const ticket = await ready();
    await write(ticket, 'Tomorrow.');
    one(ticket, '.compose [type="submit"]').click();
    await until(ticket, '[part~="refused"]');
    expect(text(ticket, '[part~="refused"]')).to.contain('No contract.');
    all(ticket, '[part~="refused"] button').find((each) => each.textContent.includes('Edit'))!.click();
    await waitUntil(() => one<HTMLTextAreaElement>(ticket, '.compose .text').value === 'Tomorrow.', 'the words');
    expect(all(ticket, '[part~="refused"]')).to.deep.equal([]);
  });

  it('offers nothing that may not be written', async () => {
    backend.restrict('ticket', { update: false });
    backend.restrict('ticketMessage', { create: false });
    const ticket = await ready();
    expect(all(ticket, '.compose, [data-menu]')).to.deep.equal([]);
    expect(text(ticket, '[part="controls"]')).to.contain('High');
  });
});

describe('everywhere', () => {
  for (const [name, options] of Object.entries<Options>({
    light: {}, dark: { scheme: 'dark' }, narrow: { width: 320 }, Chinese: { lang: 'zh-CN', id: 'tick-3' }, 'right to left': { lang: 'ar', dir: 'rtl', width: 500 }, 'for the customer': { as: customer, width: 320 },
  })) {
    it(`is clean: ${name}`, async () => {
      const ticket = await ready(options);
      expect(await faults(ticket)).to.deep.equal([]);
      rendered(ticket);
    });
  }

  it('is clean while dialogs are open', async () => {
    const ticket = await ready();
    await choose(ticket, 'more', 'Escalate');
    await until(ticket, '#to-why');
    expect(await faults(ticket)).to.deep.equal([]);
  });

  it('speaks Chinese', async () => {
    const ticket = await ready({ lang: 'zh-CN', id: 'tick-3' });
    expect(text(ticket, '.compose [type="submit"]')).to.equal('发送并设为“待客户回复”');
    expect(text(ticket, '[data-part="requester"] h4')).to.equal('请求人');
  });

  it('puts the side under the conversation where there is no room beside it', async () => {
    const wide = await ready();
    expect(one(wide, '.aside').getBoundingClientRect().left).to.be.greaterThan(one(wide, '.conv').getBoundingClientRect().right - 1);
    const narrow = await ready({ width: 500 });
    expect(one(narrow, '.aside').getBoundingClientRect().top).to.be.greaterThan(one(narrow, '.compose').getBoundingClientRect().bottom - 1);
  });
});
