import type { ReadyMap } from '../ready-map.ts';
import { crmSales } from './crm-sales.ts';
import { zohoCrm } from './zoho-crm.ts';

/** Exports whose shape is known. Another one is a file here and a line in this list. */
export const readyMaps: readonly ReadyMap[] = [crmSales, zohoCrm];
