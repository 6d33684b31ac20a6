import { expect, it } from 'vitest';
import { parseMail } from './parse-mail.ts';

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');

it('reads who, to whom, about what and what it answers', async () => {
  const read = await parseMail(mail(
    'Delivered-To: support+t.abc@shop.example', 'From: =?utf-8?B?5p2O5Lyf?= <Li.Wei@QQ.example>', 'To: Shop <support@shop.example>, Team: a@b.example, c@d.example;', 'Subject: =?gb2312?B?xOO6ww==?=',
    'Message-ID: <1@qq.example>', 'In-Reply-To: <b@shop.example>', 'References: <a@shop.example> <b@shop.example>', 'Content-Type: text/html; charset=utf-8', '', '<p>One</p><p>Two<img src=x></p><script>bad()</script>',
  ));
  expect(read).toMatchObject({
    from: { name: '李伟', address: 'li.wei@qq.example' }, to: ['support+t.abc@shop.example', 'support@shop.example', 'a@b.example', 'c@d.example'], subject: '你好',
    messageId: '1@qq.example', references: ['b@shop.example', 'a@shop.example'], text: 'One\n\nTwo',
  });
});

it('gives a mail without Message-ID the same one each time', async () => {
  const raw = mail('From: a@b.example', '', 'x');
  const ids = await Promise.all([parseMail(raw), parseMail(raw), parseMail(mail('From: a@b.example', '', 'y'))]);
  expect(ids[0].messageId).toBe(ids[1].messageId);
  expect(ids[0].messageId).not.toBe(ids[2].messageId);
});

it('keeps a mail within a mail as a file, and names files without folders', async () => {
  const { text, attachments } = await parseMail(mail(
    'From: a@b.example', 'Content-Type: multipart/mixed; boundary=x', '', '--x', 'Content-Type: text/plain', '', 'own words', '--x', 'Content-Type: message/rfc822', '', 'From: c@d.example', '', 'not own words',
    '--x', 'Content-Type: text/html', 'Content-Disposition: attachment; filename="../../etc/passwd"', '', '<b>', '--x--',
  ));
  expect(text).toBe('own words');
  expect(attachments).toMatchObject([{ name: 'mail.eml', type: 'message/rfc822' }, { type: 'text/html' }]);
  expect(attachments[1]!.name).not.toMatch(/[/\\]/);
});

it('reads what is broken as well as it can', async () => {
  const broken: Buffer[] = [
    mail('From: a@b.example', 'Content-Type: text/plain; charset=no-such-charset', '', 'caf\xe9 \xff\xfe\0'),
    mail('From: a@b.example', 'Content-Type: text/plain; charset=utf-16', '', '\xd8\x00\xd8'),
    mail('From: a@b.example', 'Content-Transfer-Encoding: base64', '', '%%%%====!'),
    mail('From: a@b.example', 'Content-Type: multipart/mixed', '', 'no boundary'),
    mail('From: a@b.example', 'Content-Type: multipart/mixed; boundary=x', '', ...Array.from({ length: 200 }, () => '--x\r\nContent-Disposition: attachment\r\n\r\na')),
    Buffer.alloc(0), Buffer.from('\0\0\0'),
  ];
  for (const raw of broken) {
    const read = await parseMail(raw);
    expect(`${read.text}${read.subject}${read.from?.name ?? ''}`).not.toMatch(/[\0\p{Cs}]/u);
    expect(read.attachments.length).toBeLessThanOrEqual(100);
  }
  const nested = Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('');
  await expect(parseMail(Buffer.from(`From: a@b.example\r\n${nested}`))).rejects.toThrow(/nesting/i);
  await expect(parseMail(Buffer.from(`X: ${'y'.repeat(300_000)}\r\n\r\nx`))).rejects.toThrow(/header/i);
});
