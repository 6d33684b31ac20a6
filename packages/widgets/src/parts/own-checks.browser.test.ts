import { expect, fixture, html } from '@open-wc/testing';
import { moreEnglish } from '../messages/en-more.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish, loadMessages, message, type Localized } from '../messages/message.ts';
import { fits } from './own-checks.ts';

before(async () => {
  addEnglish(moreEnglish);
  addEnglish(moreLateEnglish);
  await loadMessages('zh-CN', 'late');
});

const chinese: Localized = { locale: 'zh-CN', t: (key, ...values) => message('zh-CN', key, ...values) };
const said = (form: HTMLFormElement): readonly string[] => [...form.querySelectorAll('[part=problem]')].map((each) => each.textContent);

async function show(): Promise<HTMLFormElement> {
  return await fixture(html`<form novalidate>
    <label for="why">输单原因 <span>选填</span></label><select id="why" name="why" required><option value=""></option><option>price</option></select>
    <label for="mail">邮箱</label><input id="mail" name="mail" type="email">
    <span class="money"><input aria-label="金额" name="amount" required><select name="currency"><option>CNY</option></select></span>
    <button>保存</button>
  </form>`);
}

it('says each fault beside its field, in the language of the widget, and gives the first one the focus', async () => {
  const form = await show();
  form.querySelector<HTMLInputElement>('#mail')!.value = 'nobody';
  expect(fits(chinese, form)).to.equal(false);
  expect(said(form)).to.deep.equal(['请填写输单原因', '邮箱的内容无效', '请填写金额']);
  const why = form.querySelector<HTMLSelectElement>('#why')!;
  expect(document.activeElement).to.equal(why);
  expect(why.ariaInvalid).to.equal('true');
  expect(form.querySelector(`#${why.getAttribute('aria-describedby')}`)?.textContent).to.equal('请填写输单原因');
  expect(form.querySelector('.money')!.nextElementSibling?.textContent).to.equal('请填写金额');
});

it('takes a fault off once the field fits, and says nothing twice', async () => {
  const form = await show();
  fits(chinese, form);
  fits(chinese, form);
  expect(said(form)).to.deep.equal(['请填写输单原因', '请填写金额']);
  const why = form.querySelector<HTMLSelectElement>('#why')!;
  why.value = 'price';
  why.dispatchEvent(new Event('change', { bubbles: true }));
  expect(said(form)).to.deep.equal(['请填写金额']);
  expect([why.ariaInvalid, why.getAttribute('aria-describedby')]).to.deep.equal([null, null]);
  form.querySelector<HTMLInputElement>('[name=amount]')!.value = '5';
  expect(fits(chinese, form)).to.equal(true);
  expect(said(form)).to.deep.equal([]);
});

it('says the own words of a field that has such', async () => {
  const form = await show();
  form.querySelector<HTMLSelectElement>('#why')!.value = 'price';
  const amount = form.querySelector<HTMLInputElement>('[name=amount]')!;
  amount.value = 'x';
  amount.setCustomValidity('金额的内容无效');
  expect(fits(chinese, form)).to.equal(false);
  expect(said(form)).to.deep.equal(['金额的内容无效']);
});
