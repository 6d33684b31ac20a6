import { checkNothingBlank, eventually, Mismatch, type PageUnderCheck } from './check-demo.ts';

/** The ticket form: as a guest, and signed in where there is somebody to sign in. */
export async function checkShop(under: PageUnderCheck): Promise<void> {
  const { page, address, cast, adapter, right } = under;
  await page.goto(address);
  const { total } = await adapter.query!({ table: 'pipeline', where: { table: 'ticket', active: true }, limit: 1 });
  if (total === 0) {
    await page.locator('vinculo-ticket-form [part~="empty"]').waitFor();
    right('the form says that no requests are taken; the data holds no process for them');
    return;
  }
  await checkRefusal(under);
  if (cast.shopper) {
    await send(under, 'signed in');
    await page.reload();
    await page.locator('form[action="/sign"] button').click();
  }
  await send(under, 'as a guest');
  await subscribe(under);
}

/** An empty form says what it needs, in words. */
async function checkRefusal({ page, right }: PageUnderCheck): Promise<void> {
  const form = page.locator('vinculo-ticket-form');
  await form.locator('#field-subject').waitFor();
  await form.locator('[part~="primary-button"]').click();
  await eventually(page, async () => ((await form.locator('[part~="summary"]').innerText()).trim().length > 20 ? undefined : 'an empty form is refused without a word'));
  await checkNothingBlank(page, 'vinculo-ticket-form');
  right('an empty form says what it needs');
}

async function send({ page, adapter, right }: PageUnderCheck, as: 'signed in' | 'as a guest'): Promise<void> {
  const form = page.locator('vinculo-ticket-form');
  const subject = `Compressor stops, check ${Date.now().toString(36)}`;
  await form.locator('#field-subject').waitFor();
  if (as === 'as a guest') {
    await form.locator('#field-guestName').fill('Priya Raghunathan');
    await form.locator('#field-guestEmail').fill('priya@example.com');
  }
  await form.locator('#field-subject').fill(subject);
  await form.locator('#field-description').fill('Since Monday the unit starts normally and stops after 20 minutes.');
  await form.locator('[part~="primary-button"]').click();
  await form.locator('[part~="sent"]').waitFor();
  const { rows } = await adapter.query!({ table: 'ticket', where: { subject } });
  if (rows.length !== 1) throw new Mismatch(`${rows.length} tickets were stored for one request`);
  const number = String(rows[0]!['number'] ?? '');
  await eventually(page, async () => ((await form.locator('[part~="sent"]').innerText()).includes(number) && number !== '' ? undefined : `the form does not show the number ${number}`));
  right(`${as}: a request became ticket ${number}`);
  if (as === 'signed in') {
    await page.reload();
    await eventually(page, async () => ((await form.locator('[part~="request"]').filter({ hasText: subject }).count()) === 1 ? undefined : 'the customer’s own request is not in the list after a reload'));
    right('it is in the customer’s list after a reload');
  }
}

/** A guest asks for the newsletter: a lead with a consent that is asked for, where the data has a process for leads. */
async function subscribe({ page, adapter, right }: PageUnderCheck): Promise<void> {
  const form = page.locator('vinculo-lead-form');
  await form.locator('#field-email, [part~="empty"]').first().waitFor();
  if ((await form.locator('#field-email').count()) === 0) {
    right('the box for the newsletter says that it takes none; the data holds no process for leads');
    return;
  }
  const email = `check-${Date.now().toString(36)}@example.com`;
  await form.locator('#field-email').fill(email);
  await form.locator('[part~="consent"] input').check();
  await form.locator('[part~="primary-button"]').click();
  await form.locator('[part~="sent"]').waitFor();
  const { rows } = await adapter.query!({ table: 'lead', where: { name: email } });
  if (rows.length !== 1) throw new Mismatch(`${rows.length} leads were stored for one request for the newsletter`);
  right('as a guest: a request for the newsletter became a lead');
}
