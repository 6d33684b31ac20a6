import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { readMail } from './read-mail.ts';

const headers = 'From: Fan <a@b.example>\r\nTo: c@d.example\r\nMessage-ID: <1@b.example>\r\n';

it.each([['at once', 3], ['in a thread', 50_000]])('reads a mail as a whole %s', async (_, bytes) => {
  const read = await readMail(Buffer.from(`${headers}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nown words\r\n--x\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\n${'a'.repeat(bytes)}\r\n--x--`));
  expect(read).toMatchObject({ from: { name: 'Fan', address: 'a@b.example' }, text: 'own words', attachments: [{ name: 'a.bin' }] });
  expect(Buffer.from(read.attachments[0]!.content).toString().trim() === 'a'.repeat(bytes)).toBe(true);
  expect(read.headers.get('message-id')).toBe('<1@b.example>');
});

it('holds nobody up with what is built to take long, and gives it up', async () => {
  const hostile: Readonly<Record<string, string>> = {
    'quotes in an address': `From: ${'"'.repeat(100_000)}\r\n\r\nx`, 'words in a subject': `Subject: ${'=?utf-8?Q?='.repeat(20_000)}\r\n\r\nx`,
    'quotes at once': `From: ${'"'.repeat(30_000)}\r\n\r\nx`, 'lines at once': '\n'.repeat(32_000), 'HTML at once': `Content-Type: text/html\r\n\r\n${'<div>'.repeat(6500)}`, 'deep HTML': `Content-Type: text/html\r\n\r\n${'<div>'.repeat(200_000)}`, 'millions of lines': '\n'.repeat(5_000_000),
  };
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const outcomes = await Promise.all(Object.entries(hostile).map(async ([name, text]) => {
    const raw = Buffer.from(text);
    const began = performance.now();
    const outcome = await readMail(raw).then(() => 'read', () => 'given up');
    return { name, outcome, seconds: (performance.now() - began) / 1000 };
  }));
  delay.disable();
  for (const { seconds } of outcomes) expect(seconds).toBeLessThan(15);
  expect(outcomes.find(({ name }) => name === 'millions of lines')?.outcome).toBe('given up');
  expect(delay.max / 1e6).toBeLessThan(1000);
}, 30_000);
