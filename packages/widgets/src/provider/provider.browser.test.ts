import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { VinculoElement } from '../base/vinculo-element.ts';
import { boardEnglish } from '../messages/en-board.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import type { Provider } from './vinculo-provider.ts';
import './vinculo-provider.ts';

addEnglish({ ...moreEnglish, ...boardEnglish });

class TryConsumer extends VinculoElement {
  /** For the tests to read. */
  get seemsAlone(): boolean { return this.isAlone; }
  override render(): TemplateResult { return html`${this.crm ? 'client' : 'none'} ${this.locale} ${this.t('board.new')}`; }
}
customElements.define('try-consumer', TryConsumer);

const open: Vinculo[] = [];
function client(): Vinculo {
  const crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter() });
  open.push(crm);
  return crm;
}
afterEach(async () => { await Promise.all(open.splice(0).map((crm) => crm.close())); });

const consumer = (inside: Element): TryConsumer => inside.querySelector<TryConsumer>('try-consumer')!;
const text = async (element: TryConsumer): Promise<string> => { await element.updateComplete; return element.shadowRoot!.textContent.trim(); };

it('gives its client to what stands inside, and says so', async () => {
  const crm = client();
  const element = fixtureSync<Provider>(html`<vinculo-provider lang="en"><try-consumer></try-consumer></vinculo-provider>`);
  const ready = oneEvent(element, 'vinculo-ready');
  element.client = crm;
  expect((await ready).detail.client).to.equal(crm);
  expect(consumer(element).crm).to.equal(crm);
  expect(await text(consumer(element))).to.equal('client en New deal');
  element.client = undefined;
  await element.updateComplete;
  expect(consumer(element).crm).to.equal(undefined);
});

it('leaves a client it was given open, wherever it is moved', async () => {
  const crm = client();
  const element = fixtureSync<Provider>(html`<vinculo-provider .client=${crm}><try-consumer></try-consumer></vinculo-provider>`);
  await element.updateComplete;
  const box = fixtureSync<HTMLElement>(html`<div></div>`);
  box.append(element);
  await element.updateComplete;
  expect(consumer(element).crm).to.equal(crm);
  element.remove();
  await Promise.resolve();
  expect(() => crm.deals).not.to.throw();
  box.append(element);
  await element.updateComplete;
  await waitUntil(() => consumer(element).crm === crm);
});

it('keeps the widgets inside waiting while it has no client yet; one that stands alone says so', async () => {
  const box = fixtureSync<HTMLElement>(html`<div><vinculo-provider><try-consumer></try-consumer></vinculo-provider><try-consumer id="bare"></try-consumer></div>`);
  const bare = box.querySelector<TryConsumer>('#bare')!;
  expect(bare.seemsAlone).to.equal(false);
  await waitUntil(() => bare.seemsAlone);
  expect(consumer(box).seemsAlone).to.equal(false);
});

it('takes no room and draws what is inside', async () => {
  const element = fixtureSync<Provider>(html`<vinculo-provider><p>inside</p></vinculo-provider>`);
  await element.updateComplete;
  expect(getComputedStyle(element).display).to.equal('contents');
  expect(element.querySelector('p')!.getBoundingClientRect().height).to.be.greaterThan(0);
});

it('sets language and words for the widgets inside', async () => {
  const element = fixtureSync<Provider>(html`<vinculo-provider locale="zh_CN"><try-consumer></try-consumer></vinculo-provider>`);
  await element.updateComplete;
  expect(element.lang).to.equal('zh-CN');
  await waitUntil(async () => (await text(consumer(element))).startsWith('none zh-CN'));
  element.locale = 'en';
  element.setAttribute('words', '{"en":{"deal":"opportunity"}}');
  await waitUntil(async () => (await text(consumer(element))) === 'none en New opportunity');
  element.words = { en: {} };
  await waitUntil(async () => (await text(consumer(element))) === 'none en New deal');
});

it('tells of a connection that fails', async () => {
  const backend = memoryBackend({ seed: demoSeed(Date.now()) });
  backend.faults.authFail();
  const crm = createClient({ adapter: backend.adapter() });
  open.push(crm);
  const element = fixtureSync<Provider>(html`<vinculo-provider></vinculo-provider>`);
  const failed = oneEvent(element, 'vinculo-error');
  element.client = crm;
  expect((await failed).detail.code).to.equal('auth');
});

describe('with an endpoint', () => {
  const browserFetch = window.fetch;
  let asked: { readonly url: string; readonly method: string; readonly authorization: string | null }[];
  let tokenAnswer: (method: string) => Response;

  const claims = { tenant: 't', sub: 'ana', exp: Math.floor(Date.now() / 1000) + 900 };
  const token = `x.${btoa(JSON.stringify(claims))}.y`;
  const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

  beforeEach(() => {
    asked = [];
    tokenAnswer = () => json({ token });
    window.fetch = async (input, init) => {
      const request = new Request(input, init);
      const { url, method, headers } = request;
      asked.push({ url, method, authorization: headers.get('authorization') });
      if (new URL(url).pathname === '/crm-token') return tokenAnswer(method);
      return json({ error: { code: 'backend', message: 'Not now.' } }, 503);
    };
  });
  afterEach(() => { window.fetch = browserFetch; });

  const show = (attributes: TemplateResult): Provider => fixtureSync<Provider>(attributes);
  const calls = (path: string): typeof asked => asked.filter(({ url }) => new URL(url).pathname.startsWith(path));

  it('opens a client of its own, with a token that stays in memory', async () => {
    const element = show(html`<vinculo-provider endpoint="https://crm.example" token-url="/crm-token"><try-consumer></try-consumer></vinculo-provider>`);
    await waitUntil(() => consumer(element).crm);
    await waitUntil(() => calls('/v1/').length > 0);
    expect(calls('/crm-token').map(({ method }) => method)).to.deep.equal(['POST']);
    expect(calls('/v1/').every(({ authorization, url }) => authorization === `Bearer ${token}` && !url.includes(token))).to.equal(true);
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])).not.to.contain(token);
  });

  it('closes its own client when it leaves the page, and opens another when it is back', async () => {
    const element = show(html`<vinculo-provider endpoint="https://crm.example" token-url="/crm-token"><try-consumer></try-consumer></vinculo-provider>`);
    await waitUntil(() => consumer(element).crm);
    const first = consumer(element).crm!;
    const page = element.parentElement!;
    page.append(element);
    await element.updateComplete;
    expect(consumer(element).crm, 'a move keeps it').to.equal(first);
    element.remove();
    await waitUntil(() => { try { return !first.deals; } catch { return true; } });
    page.append(element);
    await waitUntil(() => consumer(element).crm && consumer(element).crm !== first);
  });

  it('opens another client for another endpoint, and asks the callback before the address', async () => {
    const element = show(html`<vinculo-provider endpoint="https://crm.example" token-url="/crm-token" .tokenProvider=${() => token}><try-consumer></try-consumer></vinculo-provider>`);
    await waitUntil(() => consumer(element).crm);
    const first = consumer(element).crm;
    element.endpoint = 'https://other.example';
    await waitUntil(() => consumer(element).crm && consumer(element).crm !== first);
    await waitUntil(() => asked.some(({ url }) => url.startsWith('https://other.example/')));
    expect(calls('/crm-token')).to.deep.equal([]);
  });

  it('with a site key alone has the server itself give its visitor a token', async () => {
    const here = window.fetch;
    window.fetch = async (input, init) => {
      const answer = await here(input, init);
      return asked.at(-1)!.url === 'https://crm.example/public/guest' ? json({ token, refresh: 'again' }) : answer;
    };
    show(html`<vinculo-provider endpoint="https://crm.example" site-key="t.key"></vinculo-provider>`);
    await waitUntil(() => calls('/v1/').length > 0);
    expect(calls('/public/guest').map(({ method }) => method)).to.deep.equal(['POST']);
    expect(calls('/v1/').every(({ authorization }) => authorization === `Bearer ${token}`)).to.equal(true);
    expect(calls('/crm-token')).to.deep.equal([]);
    sessionStorage.clear();
  });

  it('asks by GET where POST is not taken', async () => {
    tokenAnswer = (method) => (method === 'POST' ? json({}, 405) : json({ token }));
    show(html`<vinculo-provider endpoint="https://crm.example" token-url="/crm-token"></vinculo-provider>`);
    await waitUntil(() => calls('/v1/').length > 0);
    expect(calls('/crm-token').map(({ method }) => method)).to.deep.equal(['POST', 'GET']);
  });

  for (const [what, url, answer] of [
    ['an address of another origin', 'https://evil.example/crm-token', undefined],
    ['a page instead of a token', '/crm-token', (): Response => new Response('<html>', { status: 200 })],
    ['a refusal', '/crm-token', (): Response => json({}, 401)],
  ] as const) {
    it(`says that one must sign in: ${what}`, async () => {
      if (answer) tokenAnswer = answer;
      const element = show(html`<vinculo-provider></vinculo-provider>`);
      const failed = oneEvent(element, 'vinculo-error');
      element.tokenUrl = url;
      element.endpoint = 'https://crm.example';
      expect((await failed).detail.code).to.equal('auth');
      expect(asked.some(({ url: to }) => to.includes('evil.example'))).to.equal(false);
    });
  }

  it('says when the endpoint is none', async () => {
    const element = show(html`<vinculo-provider></vinculo-provider>`);
    const failed = oneEvent(element, 'vinculo-error');
    element.endpoint = 'ftp://crm.example';
    expect((await failed).detail.message).to.contain('ftp://crm.example');
  });
});
