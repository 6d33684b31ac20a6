import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { say } from './mail-texts.ts';
import { withoutQuoted } from './quoted.ts';

const mark = (locale: string): string => `--- ${say(locale, 'aboveThisLine')} ---`;

describe('an answer', () => {
  it.each([
    ['Gmail', `It still drips.\n\nOn Sun, 22 Nov 2026 at 10:00, Shop support <support+t.abc@shop.example>\nwrote:\n\n> ${mark('en')}\n>\n> Please tighten it.`],
    ['Apple Mail', `It still drips.\n\n> On 22. Nov 2026, at 10:00, Shop <support@shop.example> wrote:\n> \n> ${mark('en')}\n> \n> Please tighten it.`],
    ['Outlook', `It still drips.\n\n________________________________\nFrom: Shop <support@shop.example>\nSent: Sunday, 22 November 2026 10:00\nTo: Fan\nSubject: RE: Pump\n\n${mark('en')}\n\nPlease tighten it.`],
    ['QQ', `It still drips.\n\n\n------------------ 原始邮件 ------------------\n发件人: "Shop" <support@shop.example>;\n发送时间: 2026年11月22日(星期日) 上午10:00\n收件人: "Fan"<fan@qq.example>;\n\n${mark('zh-CN')}\n\n请拧紧。`],
    ['a program that quotes without our line', 'It still drips.\n\nAm 22.11.2026 um 10:00 schrieb Shop <support@shop.example>:\n\n> Please tighten it.\n> Then call us.\n'],
    ['one that puts the headers before it', 'It still drips.\n\n-----Original Message-----\nFrom: Shop\nDate: 22 November\n\nPlease tighten it.'],
    ['no quotation', '  It still drips.\n'],
  ])('of %s shows what its author wrote', (_, text) => expect(withoutQuoted(text)).toBe('It still drips.'));

  it('that is written below the quoted lines shows them left out', () => {
    expect(withoutQuoted(`> ${mark('en')}\n> Did it help?\n\nNo, it did not.`)).toBe('No, it did not.');
  });

  it('between quoted lines keeps what is above the first of them, and words of its own that end in a colon', () => {
    expect(withoutQuoted('My question:\n\n> Please tighten it.\n')).toBe('My question:');
    expect(withoutQuoted('> a\nyes\n> b\nno')).toBe('> a\nyes\n> b\nno');
  });

  it('with nothing of its own shows all', () => expect(withoutQuoted('> only quoted')).toBe('> only quoted'));
});

it('takes time in proportion to the text, whatever is in it', () => {
  const hostile = ['> '.repeat(50_000), 'a:\n'.repeat(30_000), '-'.repeat(100_000), `${'在'.repeat(50_000)}写道`, '1@:\n'.repeat(25_000), `On ${'a '.repeat(50_000)}`, '\n'.repeat(100_000), `${' '.repeat(100_000)}>`];
  for (const text of hostile) {
    const began = performance.now();
    withoutQuoted(text);
    expect(performance.now() - began).toBeLessThan(1000);
  }
  fc.assert(fc.property(fc.array(fc.constantFrom('> a', 'b', '', 'From: x', '-----m-----', 'at 1:2 x@y wrote:', mark('en'))), (lines) => {
    const text = lines.join('\n');
    const shown = withoutQuoted(text);
    // Nothing is made up, and a text with words never comes out empty.
    expect(text.trim() === '' || shown !== '').toBe(true);
    expect(shown.split('\n').every((line) => lines.includes(line) || text.includes(line))).toBe(true);
  }));
});
