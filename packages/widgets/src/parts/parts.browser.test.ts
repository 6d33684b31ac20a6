import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults } from './axe-faults.fixture.ts';
import { press } from './shadow.fixture.ts';
import { css, type CSSResult, type TemplateResult } from 'lit';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { publicFormLateEnglish } from '../messages/en-public-form-late.ts';
import { addEnglish } from '../messages/message.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { banner as bannerSheet } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { choice } from '../styles/choice.ts';
import { common } from '../styles/common.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { avatar } from './avatar.ts';
import { badge } from './badge.ts';
import { Dialog } from './dialog.ts';
import { Editables } from './editable.ts';
import { awayBanner } from './form-instead.ts';
import { icon, iconNames } from './icon.ts';
import { Menus } from './menu.ts';
import { richText } from './rich-text.ts';
import { conflictState, refusedState } from './decision-states.ts';
import { emptyState, errorState, failureText, forbiddenState, offlineBanner } from './states.ts';
import { VirtualList } from './virtual-list.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish, ...publicFormLateEnglish });


class TryParts extends VinculoElement {
  static override styles: CSSResult[] = [...common, button, field, bannerSheet, menu, choice, css`.list { height: 300px; overflow-y: auto; }`];
  saved: string[] = [];
  chosen: string[] = [];
  rows: readonly string[] = Array.from({ length: 10_000 }, (_, i) => `row ${i}`);
  menus: Menus = new Menus(this);
  dialog: Dialog = new Dialog(this);
  sending: Dialog = new Dialog(this);
  /** One for each time the second dialog was sent: whether that is done. */
  answers: ((isDone: boolean) => void)[] = [];
  fields: Editables = new Editables(this);
  list: VirtualList<string> = new VirtualList<string>(this, { key: (row) => row, estimate: 40 });

  override render(): TemplateResult {
    return html`<main class="frame">
      ${iconNames.map((name) => icon(name))}${avatar('Amina Okonkwo-Bauer', { size: 48 })}${badge('High value', { tone: 'accent' })}
      ${offlineBanner(this, { connection: 'offline', waiting: 3 })}${emptyState(this)}${errorState(this, { what: 'The timeline', retry: () => {}, retryIn: 8 })}${forbiddenState(this, { owner: 'João' })}
      ${conflictState(this, { name: 'amount', field: 'Amount', before: '€70,000', mine: { value: '€74,500' }, theirs: { value: '€72,900', name: 'Katarzyna', time: '11:08' }, choose: (side) => this.chosen.push(side) })}
      ${refusedState(this, { text: 'It needs an approved quote first.', retry: () => {}, discard: () => {} })}
      ${this.menus.render({ id: 'stage', button: 'Open', value: 'b', items: [{ value: 'a', label: 'Alpha' }, { value: 'b', label: 'Beta' }, { value: 'c', label: 'Gamma' }], choose: (value) => this.chosen.push(value) })}
      ${this.dialog.render({ title: 'Lost reason', body: html`<label class="field">Why<input class="input" name="why" required></label>`, confirm: 'Save', done: (form) => this.saved.push(String(form.get('why'))) })}
      ${this.sending.render({ title: 'Convert', body: html`<label class="field">Name<input class="input" name="name"></label>`, confirm: 'Convert', send: () => new Promise((done) => { this.answers.push(done); }) })}
      ${this.fields.render({ key: 'amount', label: 'Amount', value: '10', save: (text) => (text === 'bad' ? 'Not a number' : void this.saved.push(text)) })}
      <ol class="list" tabindex="0" aria-label="Rows" ${this.list.box()}>${this.list.items(this.rows, (row, index) => html`<li aria-setsize=${this.rows.length} aria-posinset=${index + 1}><button type="button" class="btn">${row}</button></li>`)}</ol>
    </main>`;
  }

  part1<T extends HTMLElement>(selector: string): T { return this.renderRoot.querySelector<T>(selector)!; }
}
customElements.define('try-parts', TryParts);

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
const make = (lang = 'en'): Promise<TryParts> => fixture<TryParts>(html`<try-parts lang=${lang}></try-parts>`);

for (const scheme of ['light', 'dark']) {
  it(`breaks no accessibility rule (${scheme})`, async () => {
    const element = await make();
    element.style.setProperty('color-scheme', scheme);
    element.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
    await frame();
    expect(await axeFaults(element)).to.deep.equal([]);
  });
}

it('draws without a style attribute or a script in the template', async () => {
  const element = await make();
  expect(element.renderRoot.querySelectorAll('[style]:not([data-gap]):not(.menu), script').length).to.equal(0);
});

it('tells why a change was refused in the direction of those words: in a page from right to left its full stop stays at their end', async () => {
  const element = await make('ar');
  element.dir = 'rtl';
  const why = element.part1('[part~="refused"] p + p').firstElementChild!;
  expect(why.textContent).to.equal('\u2068It needs an approved quote first.\u2069');
  const words = [...why.childNodes].find((each) => each.textContent?.includes('It'))!;
  const range = document.createRange();
  const place = (from: number, to: number): number => { range.setStart(words, from); range.setEnd(words, to); return range.getBoundingClientRect().left; };
  expect(place(33, 34)).to.be.greaterThan(place(1, 2));
});

it('says what is wrong with the connection, and nothing while it is well', async () => {
  const element = await make();
  const shown = async (connection: 'online' | 'connecting' | 'offline' | 'signed-out' | 'refused'): Promise<string> => (await fixture<HTMLElement>(html`<p>${offlineBanner(element, { connection, waiting: 2 })}</p>`)).textContent.trim();
  expect(await shown('online')).to.equal('');
  expect(await shown('connecting')).to.equal('');
  expect(await shown('offline')).to.equal('Offline. 2 changes waiting');
  expect(await shown('signed-out')).to.equal('Signed out. 2 changes waiting');
  expect(await shown('refused')).to.equal('The CRM does not answer as it should. 2 changes waiting');
  expect(['offline', 'auth', 'bad_answer', 'backend'].map((code) => failureText(element, { code }).split('.')[0])).to.deep.equal(['The server could not be reached', 'You are signed out', 'Something other than the CRM answered', 'The server answered with an error']);
});

it('says above a form why it is not sent yet', async () => {
  const element = await make();
  const shown = async (connection: 'offline' | 'signed-out' | 'refused'): Promise<string> => (await fixture<HTMLElement>(html`<p>${awayBanner(element, connection)}</p>`)).textContent.trim();
  expect(await shown('offline')).to.equal('Offline. You can go on: your request is sent when the connection is back.');
  expect(await shown('signed-out')).to.equal('Your sign-in has ended. Your request is sent when you have signed in again.');
  expect(await shown('refused')).to.contain('The CRM does not answer as it should.');
});

it('speaks Chinese when the page does, and changes with it', async () => {
  const element = await make('zh-CN');
  expect(element.renderRoot.textContent).to.contain('3项修改等待同步');
  element.lang = 'en';
  await waitUntil(() => element.renderRoot.textContent?.includes('3 changes waiting'), 'the other language is not there');
});

it('opens a menu on its choice, moves, chooses and gives focus back', async () => {
  const element = await make();
  const button = element.part1<HTMLButtonElement>('[data-menu]');
  button.focus();
  const toggled = oneEvent(element.part1('#menu-stage'), 'toggle');
  button.click();
  await toggled;
  const active = (): HTMLElement => element.shadowRoot!.activeElement as HTMLElement;
  await waitUntil(() => active().textContent?.includes('Beta'), 'the choice has no focus');
  press(active(), 'ArrowDown');
  expect(active().textContent).to.contain('Gamma');
  press(active(), 'a');
  press(active(), 'Enter');
  expect(element.chosen).to.deep.equal(['a']);
  expect(active()).to.equal(button);
});

it('saves an edited value with Enter, leaves it with Escape, keeps focus, shows a refusal', async () => {
  const element = await make();
  const open = async (): Promise<HTMLInputElement> => {
    element.part1('[data-edit="amount"]').click();
    await element.updateComplete;
    return element.part1<HTMLInputElement>('[data-editing]');
  };
  const input = await open();
  expect(element.shadowRoot!.activeElement).to.equal(input);
  input.value = 'bad';
  press(input, 'Enter');
  await element.updateComplete;
  expect(element.part1('[role="alert"].message').textContent).to.contain('Not a number');
  expect(input.value).to.equal('bad');
  input.value = '12';
  press(input, 'Enter');
  await element.updateComplete;
  expect(element.saved).to.deep.equal(['12']);
  expect(element.shadowRoot!.activeElement).to.equal(element.part1('[data-edit="amount"]'));
  press(await open(), 'Escape');
  await element.updateComplete;
  expect(element.saved).to.deep.equal(['12']);
});

it('asks in a dialog and takes only a filled form', async () => {
  const element = await make();
  element.dialog.open();
  await element.updateComplete;
  const dialog = element.part1<HTMLDialogElement>('dialog');
  expect(dialog.open).to.equal(true);
  const submit = dialog.querySelector<HTMLButtonElement>('[type=submit]')!;
  submit.click();
  expect(element.saved).to.deep.equal([]);
  dialog.querySelector('input')!.value = 'Price';
  submit.click();
  expect(element.saved).to.deep.equal(['Price']);
  expect(dialog.open).to.equal(false);
});

it('stays open and busy while what a dialog asked for is sent, and closes when that is done', async () => {
  const element = await make();
  element.sending.open();
  await element.updateComplete;
  const dialog = element.part1<HTMLDialogElement>('dialog[open]');
  const submit = dialog.querySelector<HTMLButtonElement>('[type=submit]')!;
  dialog.querySelector('input')!.value = 'Cold rooms';
  submit.click();
  submit.click();
  await element.updateComplete;
  expect([element.answers.length, dialog.open, submit.ariaDisabled]).to.deep.equal([1, true, 'true']);
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  await element.updateComplete;
  expect(dialog.open, 'what was sent cannot be cancelled').to.equal(true);
  element.answers[0]!(false);
  await waitUntil(() => submit.ariaDisabled === null, 'to ask on');
  expect([dialog.open, dialog.querySelector('input')!.value]).to.deep.equal([true, 'Cold rooms']);
  submit.click();
  element.answers[1]!(true);
  await waitUntil(() => !dialog.open, 'to close');
});

it('opens no dialog in a widget that is gone by then', async () => {
  const element = await make();
  const page = element.parentElement!;
  element.remove();
  element.dialog.open();
  await element.updateComplete;
  page.append(element);
  await element.updateComplete;
  expect([element.dialog.isOpen, element.part1<HTMLDialogElement>('dialog').open]).to.deep.equal([false, false]);
});

it('draws a window of 10,000 rows, follows scrolling and keeps the focused row', async () => {
  const element = await make();
  await frame(); await frame(); await element.updateComplete;
  const list = element.part1('.list');
  expect(list.querySelectorAll('button').length).to.be.lessThan(60);
  expect(list.scrollHeight).to.be.greaterThan(250_000);
  const first = list.querySelector('button')!;
  first.focus();
  list.scrollTop = 150_000;
  for (let i = 0; i < 4; i++) { await frame(); await element.updateComplete; }
  const bounds = list.getBoundingClientRect();
  const seen = [...list.querySelectorAll('button')].filter((each) => each.getBoundingClientRect().top < bounds.bottom && each.getBoundingClientRect().bottom > bounds.top);
  expect(seen.length).to.be.greaterThan(5);
  expect(element.shadowRoot!.activeElement).to.equal(first);
  const row = await element.list.scrollTo(9_999);
  expect(row?.textContent).to.contain('row 9999');
});

it('draws what is added behind the last row in sight', async () => {
  const element = await make();
  const show = async (count: number): Promise<void> => {
    element.rows = Array.from({ length: count }, (_, i) => `row ${i}`);
    element.requestUpdate();
    const drawn = (): (string | null)[] => [...element.part1('.list').querySelectorAll('button')].map((each) => each.textContent);
    await waitUntil(() => drawn().length === count, `${count} rows are not drawn`);
    expect(drawn()).to.deep.equal(element.rows);
  };
  await show(3);
  await show(4);
  await show(6);
});

it('cleans foreign HTML', async () => {
  const box = document.createElement('div');
  box.append(await richText('<p onclick="x()">Hi <a href="javascript:x()">a</a><a href="https://a.example">b</a><img src="https://t.example/1.gif"><script>x()</script></p><style>p{}</style>'));
  expect(box.querySelectorAll('img, script, style, [onclick], a[href^="java"]').length).to.equal(0);
  expect(box.querySelector('a[href]')!.getAttribute('rel')).to.contain('noopener');
  expect(box.textContent).to.contain('Hi');
});
