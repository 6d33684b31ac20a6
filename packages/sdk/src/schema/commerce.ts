import { entity } from './entity.ts';
import { boolean, date, decimal, instant, lines, longText, money, ref, required, tags, text, withDefault } from './field.ts';

/** Something sold. `parentId` makes it part of a bundle. */
export const product = entity({
  name: 'product', plural: 'products', title: 'name', residency: 'table',
  label: { en: 'Product', 'zh-Hans': '产品' }, pluralLabel: { en: 'Products', 'zh-Hans': '产品' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true, importAs: ['Product Name', 'product', '产品名称'] })),
    code: text({ en: 'Code', 'zh-Hans': '产品编码' }, { searchable: true, importAs: ['Product Code', 'SKU'] }),
    category: text({ en: 'Category', 'zh-Hans': '类别' }, { importAs: ['Product Category', 'series'] }),
    parentId: ref('product', { en: 'Part of bundle', 'zh-Hans': '所属套装' }),
    price: money({ en: 'Price', 'zh-Hans': '价格' }, { importAs: ['Unit Price', 'sales_price'] }),
    cost: money({ en: 'Cost', 'zh-Hans': '成本' }, { sensitive: true, importAs: ['Cost'] }),
    unit: text({ en: 'Unit', 'zh-Hans': '单位' }, { importAs: ['Usage Unit'] }),
    taxPercent: decimal({ en: 'Tax (%)', 'zh-Hans': '税率（%）' }),
    active: withDefault(boolean({ en: 'Sold', 'zh-Hans': '在售' }, { importAs: ['Product Active'] }), true),
    description: longText({ en: 'Description', 'zh-Hans': '描述' }, { importAs: ['Description'] }),
  },
});

/** What a customer ordered, or returns (`kind` return, `parentId` the order). */
export const order = entity({
  name: 'order', plural: 'orders', title: 'number', residency: 'query',
  label: { en: 'Order', 'zh-Hans': '订单' }, pluralLabel: { en: 'Orders', 'zh-Hans': '订单' },
  indexes: [['accountId'], ['contactId'], ['orderedAt']],
  fields: {
    number: required(text({ en: 'Number', 'zh-Hans': '订单号' }, { searchable: true, importAs: ['SO Number', 'Order Number'] })),
    kind: withDefault(text({ en: 'Kind', 'zh-Hans': '类型' }), 'order'),
    parentId: ref('order', { en: 'Returns', 'zh-Hans': '退货原订单' }),
    accountId: ref('account', { en: 'Account', 'zh-Hans': '客户' }, 'clear', { importAs: ['ACCOUNTID', 'Account Name'] }),
    contactId: ref('contact', { en: 'Contact', 'zh-Hans': '联系人' }, 'clear', { importAs: ['CONTACTID'] }),
    dealId: ref('deal', { en: 'Deal', 'zh-Hans': '商机' }, 'clear', { importAs: ['POTENTIALID'] }),
    status: text({ en: 'Status', 'zh-Hans': '状态' }, { importAs: ['Status'] }),
    orderedAt: instant({ en: 'Ordered', 'zh-Hans': '下单时间' }, { importAs: ['Created Time'] }),
    dueDate: date({ en: 'Due', 'zh-Hans': '交付日期' }, { importAs: ['Due Date'] }),
    total: money({ en: 'Total', 'zh-Hans': '总额' }, { importAs: ['Grand Total'] }),
    lines: lines({ en: 'Lines', 'zh-Hans': '明细' }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['SMOWNERID'] }),
    tags: tags({ en: 'Tags', 'zh-Hans': '标签' }),
  },
});

/** How many units of `to` one unit of `from` was worth on a day. */
export const exchangeRate = entity({
  name: 'exchangeRate', plural: 'exchangeRates', title: 'from', residency: 'table', unlogged: true,
  label: { en: 'Exchange rate', 'zh-Hans': '汇率' }, pluralLabel: { en: 'Exchange rates', 'zh-Hans': '汇率' },
  fields: {
    from: required(text({ en: 'From', 'zh-Hans': '原币' })),
    to: required(text({ en: 'To', 'zh-Hans': '目标币' })),
    on: required(date({ en: 'On', 'zh-Hans': '日期' })),
    rate: required(decimal({ en: 'Rate', 'zh-Hans': '汇率' })),
  },
});
