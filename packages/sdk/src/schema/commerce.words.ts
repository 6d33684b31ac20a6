import type { exchangeRate, order, product } from './commerce.ts';
import type { Headers, Words } from './words.ts';

export const productWords: Words<typeof product> = {
  one: '产品', many: '产品',
  fields: {
    name: '名称', code: '产品编码', category: '类别', parentId: '所属套装', price: '价格', cost: '成本', unit: '单位', taxPercent: '税率（%）', active: '在售',
    description: '描述',
  },
};

export const orderWords: Words<typeof order> = {
  one: '订单', many: '订单',
  fields: {
    number: '订单号', kind: '类型', parentId: '退货原订单', accountId: '客户', contactId: '联系人', dealId: '商机', status: '状态', orderedAt: '下单时间', dueDate: '交付日期',
    total: '总额', lines: '明细', ownerId: '负责人', tags: '标签',
  },
};

export const exchangeRateWords: Words<typeof exchangeRate> = {
  one: '汇率', many: '汇率',
  fields: {
    from: '原币', to: '目标币', on: '日期', rate: '汇率',
  },
};

export const productHeaders: Headers<typeof product> = {
  name: ['Product Name', 'product', '产品名称'],
  code: ['Product Code', 'SKU'],
  category: ['Product Category', 'series'],
  price: ['Unit Price', 'sales_price'],
  cost: ['Cost'],
  unit: ['Usage Unit'],
  active: ['Product Active'],
  description: ['Description'],
};

export const orderHeaders: Headers<typeof order> = {
  number: ['SO Number', 'Order Number'],
  accountId: ['ACCOUNTID', 'Account Name'],
  contactId: ['CONTACTID'],
  dealId: ['POTENTIALID'],
  status: ['Status'],
  orderedAt: ['Created Time'],
  dueDate: ['Due Date'],
  total: ['Grand Total'],
  ownerId: ['SMOWNERID'],
};
