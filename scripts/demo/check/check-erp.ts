import { type AnyRow, type PhoneItem, type EmailItem, isOpenCategory } from '@vinculo/sdk/schema';
import { checkNothingBlank, eventually, folded, Mismatch, type PageUnderCheck } from './check-demo.ts';

/** The contact card and the timeline beside the order. */
export async function checkErp(under: PageUnderCheck): Promise<void> {
  const { page, address, cast, right } = under;
  await page.goto(address);
  if (!cast.customer) {
    await page.locator('vinculo-contact-card [part~="empty"], vinculo-contact-card [part~="no-record"]').first().waitFor();
    right('the card says that no customer is chosen; the data holds none');
    return;
  }
  const { table, row } = cast.customer;
  await checkCard(under, table, row);
  await checkTimeline(under, table, row);
  await checkComposer(under);
  await checkEdit(under, table, row);
}

async function checkCard({ page, adapter, right }: PageUnderCheck, table: string, row: AnyRow): Promise<void> {
  const card = page.locator('vinculo-contact-card');
  await card.locator('[part~="name"]').first().waitFor();
  await eventually(page, async () => {
    const text = folded(await card.locator('[part~="name"]').first().innerText());
    const name = String(row['name']);
    return name.split(/\s+/).every((word) => text.includes(folded(word))) ? undefined : `the card is of “${text}”, the data says ${name}`;
  });
  right(`the card shows ${String(row['name'])}`);
  const phones = (row['phones'] ?? []) as readonly PhoneItem[];
  const emails = (row['emails'] ?? []) as readonly EmailItem[];
  await eventually(page, async () => {
    const shown = folded(await card.locator('[part~="card"]').innerText());
    const digits = shown.replaceAll(/\D/g, '');
    const phone = phones.find((each) => !digits.includes((each.e164 ?? each.raw).replaceAll(/\D/g, '')));
    const email = emails.find((each) => !shown.includes(folded(each.value)));
    return phone ? `the card lacks the phone ${phone.raw}` : email ? `the card lacks the mail address ${email.value}` : undefined;
  });
  right(`${phones.length} phones and ${emails.length} mail addresses`);
  const stages = await adapter.query!({ table: 'stage' });
  const open = stages.rows.filter((s) => isOpenCategory(String(s['category']))).map((s) => s.id);
  const deals = (await adapter.aggregate!({ table: 'deal', where: { [`${table}Id`]: row.id, stageId: { in: open } }, groupBy: [], measures: { n: { op: 'count' } } })).groups[0]!.values['n'];
  await eventually(page, async () => {
    const text = await card.locator('[part~="deals"]').innerText();
    return new RegExp(`(^|\\D)${String(deals)}(\\D|$)`).test(text.replaceAll(/[.,\s]/g, '·')) ? undefined : `open deals read “${text.replaceAll('\n', ' ')}”, the data holds ${String(deals)}`;
  });
  right(`${String(deals)} open deals`);
}

async function checkTimeline({ page, adapter, right }: PageUnderCheck, table: string, row: AnyRow): Promise<void> {
  const timeline = page.locator('vinculo-customer-timeline');
  const { rows: links, total = 0 } = await adapter.query!({ table: 'activityLink', where: { table, recordId: row.id }, orderBy: ['-at'], limit: 5 });
  const activities = await adapter.get!('activity', links.map((l) => String(l['activityId'])));
  const items = timeline.locator('[part~="item-activity"]');
  if (total === 0) {
    await timeline.locator('[part~="composer"]').waitFor();
    await eventually(page, async () => ((await items.count()) === 0 ? undefined : `the timeline shows ${await items.count()} activities, the data holds none`));
    right('the timeline shows no activity; the data holds none');
    return;
  }
  await eventually(page, async () => {
    const text = folded(await timeline.locator('[part~="frame"]').innerText());
    const missing = activities.find((a) => !text.includes(folded(String(a['subject'])).slice(0, 40)));
    return missing ? `the timeline lacks “${String(missing['subject'])}” of ${String(missing['at'])}` : undefined;
  });
  right(`the newest ${activities.length} of ${total} activities are on the timeline`);
}

/** What opens later has its words too. */
async function checkComposer({ page, right }: PageUnderCheck): Promise<void> {
  const tabs = page.locator('vinculo-customer-timeline [part~="composer-tab"]');
  for (let i = 0; i < (await tabs.count()); i++) {
    await tabs.nth(i).click();
    await checkNothingBlank(page, 'vinculo-customer-timeline');
  }
  await checkNothingBlank(page, 'vinculo-contact-card');
  right(`the composer's ${await tabs.count()} forms and the card have all their words`);
}

/** An edit where it stands, of a field that this record's card offers. It has to be there after a reload, and in the data. */
async function checkEdit({ page, adapter, right }: PageUnderCheck, table: string, row: AnyRow): Promise<void> {
  const card = page.locator('vinculo-contact-card');
  const offered = await card.locator('[data-edit]').evaluateAll((fields) => fields.map((f) => f.getAttribute('data-edit')!));
  const field = ['jobTitle', 'industry', 'description', 'name'].find((name) => offered.includes(name));
  if (field === undefined) throw new Mismatch('the card offers no field to edit');
  // A name stays recognisable; anything else is written anew.
  const value = `${field === 'name' ? `${String(row['name']).replace(/ checked \w+$/, '')} checked` : 'Checked'} ${Date.now().toString(36)}`;
  await card.locator(`[data-edit="${field}"]`).first().click();
  const input = card.locator('[data-editing]');
  await input.fill(value);
  await input.press(field === 'description' ? 'Control+Enter' : 'Enter');
  await eventually(page, async () => ((await adapter.get!(table, [row.id]))[0]?.[field] === value ? undefined : `the new ${field} did not reach the server`));
  await page.reload();
  await eventually(page, async () => ((await card.locator('[part~="card"]').innerText()).includes(value) ? undefined : `the new ${field} is gone after a reload`));
  right(`an edit of ${field} survives a reload`);
}
