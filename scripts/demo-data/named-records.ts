/** Records that host pages, checks and docs may name: they are there in every size and under every seed. */
export const namedRecords = {
  /** Amina Okonkwo-Bauer, who has deals, orders, tickets and a long history: for the ERP page. */
  contactId: 'contact-amina',
  /** Hanseatic Kühltechnik GmbH, where she works. */
  accountId: 'account-hanseatic',
  /** A customer of the shop without a company, with orders and an open ticket. */
  shopperId: 'contact-louise',
  /** 王晓慧 of 苏州恒远精密机械有限公司: the same for pages in Chinese. */
  zhContactId: 'contact-wang',
  zhAccountId: 'account-hengyuan',
  /** Katarzyna Wójcik, a salesperson. */
  userId: 'user-katarzyna',
  dealPipelineId: 'pipeline-equipment',
  /** 新设备销售: where the deals of customers in China stand. */
  zhDealPipelineId: 'pipeline-equipment-zh',
  ticketPipelineId: 'pipeline-tickets',
  leadPipelineId: 'pipeline-leads',
} as const;
