import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { VinculoElement } from '../base/vinculo-element.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';
import { CopyButtons } from './copy.ts';

addEnglish(moreLateEnglish);

class TryCopy extends VinculoElement {
  readonly copies: CopyButtons = new CopyButtons(this);
  override render(): TemplateResult { return html`${this.copies.button('mei@example.com', 'email')}`; }
}
customElements.define('try-copy', TryCopy);

const { clipboard } = navigator;
const { execCommand } = document;
const { warn } = console;
beforeEach(() => { console.warn = () => {}; });
afterEach(() => {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  document.execCommand = execCommand;
  console.warn = warn;
});

async function pressed(): Promise<{ readonly button: HTMLElement; readonly said: () => string }> {
  const element = await fixture<TryCopy>(html`<try-copy lang="en"></try-copy>`);
  await waitUntil(() => element.renderRoot.querySelector('[part=copy]'));
  const button = element.renderRoot.querySelector<HTMLElement>('[part=copy]')!;
  expect(button.title).to.equal('Copy email');
  button.click();
  await waitUntil(() => button.title !== 'Copy email');
  return { button, said: () => element.renderRoot.querySelector('[role=status]')!.textContent };
}

it('copies, and says so', async () => {
  let copied = '';
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text: string) => void (copied = text) } });
  const { button, said } = await pressed();
  expect([copied, button.title, said()]).to.deep.equal(['mei@example.com', 'Copied', 'Copied']);
});

it('asks the browser to copy where the page is not secure and has no clipboard', async () => {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
  const given = new DataTransfer();
  document.execCommand = (command: string) => command === 'copy' && !document.dispatchEvent(new ClipboardEvent('copy', { clipboardData: given, bubbles: true, cancelable: true }));
  const { button } = await pressed();
  expect([given.getData('text/plain'), button.title]).to.deep.equal(['mei@example.com', 'Copied']);
});

it('says that the browser refused', async () => {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: () => Promise.reject(new DOMException('No.', 'NotAllowedError')) } });
  document.execCommand = () => false;
  const { button, said } = await pressed();
  expect([button.title, said()]).to.deep.equal(['The browser did not copy it', 'The browser did not copy it']);
});
