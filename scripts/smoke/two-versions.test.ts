import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, person, problemsOf, warningsOf } from './browser.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { startHost } from './host.ts';
import { recordOf } from './records.ts';

const { version } = JSON.parse(readFileSync('packages/widgets/package.json', 'utf8')) as { version: string };
const otherVersion = '9.0.0';

let server: CrmServer;
let browser: Browser;
let bundle: string;
beforeAll(async () => {
  bundle = twoBundles();
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
  rmSync(bundle, { recursive: true, force: true });
});

/** The bundle, and in `other/` the same one as a later version would be. Answers their folder. */
function twoBundles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-two-'));
  cpSync(inject('bundle'), folder, { recursive: true });
  cpSync(inject('bundle'), join(folder, 'other'), { recursive: true });
  const named = new RegExp(`(["'\`])${version.replaceAll('.', '\\.')}\\1`, 'g');
  let replaced = 0;
  for (const file of globSync(join(folder, 'other', '**/*.js'))) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(named, (_, quote: string) => {
      replaced++;
      return `${quote}${otherVersion}${quote}`;
    }));
  }
  if (replaced === 0) throw new Error(`The bundle does not name its version ${version}.`);
  return folder;
}

test('two versions live on one page, share its client and both work', async () => {
  const host = await startHost(server, 'erp-page', { bundle });
  const context = await person(browser);
  // The page's text comes from the test, so the browser cannot tell that it may reach this machine.
  await context.grantPermissions(['local-network-access'], { origin: new URL(host.address).origin });
  const page = await context.newPage();
  const [problems, warnings] = [problemsOf(page), warningsOf(page)];
  await page.route(host.address, async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replace(/<script type="module" src="\/vinculo\/vinculo.js" (nonce="[^"]+")><\/script>/, '$&<script type="module" src="/vinculo/other/vinculo.js" $1></script>')
      .replace('</vinculo-provider>', '<vinculo-9-0-0-contact-card contact-id="con-jonas"></vinculo-9-0-0-contact-card></vinculo-provider>');
    // Each copy of lit makes its policy, and a browser refuses a second one of the same name unless the page allows it.
    const headers = { ...answer.headers(), 'content-security-policy': answer.headers()['content-security-policy']!.replace('trusted-types lit-html vinculo', "$& 'allow-duplicates'") };
    await route.fulfill({ response: answer, body: html, headers });
  });
  await page.goto(host.address);
  const [one, other] = [page.locator('vinculo-contact-card'), page.locator('vinculo-9-0-0-contact-card')];
  await one.getByText('Amina Okonkwo-Bauer').waitFor();
  await other.getByText('Jonas Brandt').waitFor();
  expect(warnings.filter((text) => text.includes(`version ${otherVersion} answers to <vinculo-9-0-0-contact-card>`))).toHaveLength(1);
  expect(await page.evaluate(() => {
    const crm = (tag: string): unknown => (document.querySelector(tag) as { crm?: unknown } | null)?.crm;
    return crm('vinculo-contact-card') !== undefined && crm('vinculo-contact-card') === crm('vinculo-9-0-0-contact-card');
  })).toBe(true);

  for (const [widget, id, text] of [[one, 'con-amina', 'Buys with the old one'], [other, 'con-jonas', 'Buys with the new one']] as const) {
    await widget.locator('[data-edit="jobTitle"]').click();
    await widget.getByRole('textbox', { name: 'Job title' }).fill(text);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await recordOf(server.adapter, 'contact', id))?.['jobTitle']).toBe(text);
  }
  expect(problems).toEqual([]);
  expect(host.reports).toEqual([]);
  await host.close();
});
