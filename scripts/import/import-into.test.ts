import { memoryBackend } from '@vinculo/sdk/testing';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../testing/shared-data.ts';
import { importInto } from './import-into.ts';
import { readSource } from './read-source.ts';
import { reportText } from './report.ts';

const crmSales = sharedData('crm-sales');
it.skipIf(crmSales.missing)('x', async () => {
  const backend = memoryBackend();
  const report = await importInto({ adapter: backend.adapter(), source: readSource(crmSales.path) });
  console.log(reportText(report));
  const again = await importInto({ adapter: backend.adapter(), source: readSource(crmSales.path) });
  console.log(reportText(again));
});
const zoho = sharedData('zoho-crm');
it.skipIf(zoho.missing)('z', async () => {
  const backend = memoryBackend();
  const report = await importInto({ adapter: backend.adapter(), source: readSource(zoho.path) });
  console.log(reportText(report));
  const again = await importInto({ adapter: backend.adapter(), source: readSource(zoho.path) });
  console.log(reportText(again).slice(0,3000));
}, 60000);
