import type { EntityName } from './entities.ts';
import type { Entity, Fields, systemFields } from './entity.ts';
import type { processFields } from './process.ts';
import { type Dictionary, type FieldWords, addFieldWords, addWords } from './words.ts';

const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: '銷售管道', stageId: '階段', stageSince: '進入本階段時間', rank: '排序', closedAt: '結案時間', lostReason: '未成交原因',
};
const recordWords = { table: '物件', recordId: '紀錄' };

const traditionalChinese: Dictionary = {
  account: {
    one: '客戶', many: '客戶',
    fields: {
      name: '名稱',
      kind: { label: '類型', options: { organisation: '企業', person: '個人', household: '家戶' } },
      parentId: '上層客戶', roles: '角色', status: '狀態', industry: '產業', website: '網站', employees: '員工人數', annualRevenue: '年營收', yearFounded: '成立年份',
      emails: '電子郵件', phones: '電話', addresses: '地址', socials: '社群帳號', ownerId: '負責人', tags: '標籤', description: '備註', lastContactAt: '最近聯絡', poolReason: '退回公海原因', erasedAt: '個人資料清除時間',
    },
  },
  activity: {
    one: '互動紀錄', many: '互動紀錄',
    fields: {
      kind: '類型', subject: '主旨', body: '內容', at: '時間', endsAt: '結束時間', timeZone: '時區', dueAt: '截止時間', remindAt: '提醒時間', done: '已完成', channel: '管道',
      direction: { label: '方向', options: { in: '客戶發起', out: '我方發起' } },
      purpose: '目的', outcome: '結果', priority: '優先順序', seconds: '時間長度（秒）', place: '地點', threadId: '對話', ownerId: '負責人', source: '來源', details: '詳細資料',
    },
  },
  activityLink: {
    one: '互動關聯', many: '互動關聯',
    fields: {
      activityId: '互動紀錄', ...recordWords,
      role: { label: '角色', options: { regarding: '關於', from: '寄件人', to: '收件人', cc: '副本', attendee: '參與者' } },
      at: '時間', kind: '類型', open: '待辦',
    },
  },
  affiliation: {
    one: '任職關係', many: '任職關係',
    fields: { contactId: '聯絡人', accountId: '客戶', role: '角色', from: '開始日期', to: '結束日期', primary: '主要' },
  },
  attachment: {
    one: '附件', many: '附件',
    fields: { ...recordWords, name: '檔名', type: '類型', bytes: '大小（位元組）', blobId: '內容', followsId: '前一版本', addedAt: '新增時間' },
  },
  automationRule: {
    one: '自動化規則', many: '自動化規則',
    fields: {
      name: '名稱', active: '啟用', rank: '排序', table: '物件',
      when: { label: '觸發時機', options: { create: '新增時', update: '變更時', save: '新增或變更時', due: '到期時' } },
      changed: '變更欄位', where: '條件', dueField: '時間欄位', offsetMinutes: '位移（分鐘）', actions: '動作', lastError: '最近的錯誤', failedAt: '最近失敗時間', stoppedAt: '迴圈終止時間',
    },
  },
  businessCalendar: {
    one: '工作行事曆', many: '工作行事曆',
    fields: { name: '名稱', timeZone: '時區', hours: '工作時間', holidays: '假日', makeUpDays: '補班日', validUntil: '有效期限' },
  },
  campaign: {
    one: '行銷活動', many: '行銷活動',
    fields: {
      name: '名稱', type: '類型', status: '狀態', from: '開始日期', to: '結束日期', budget: '預算', cost: '實際成本', expectedRevenue: '預計營收', expectedResponses: '預計回應',
      ownerId: '負責人', description: '描述',
    },
  },
  classification: {
    one: '分級', many: '分級',
    fields: { ...recordWords, scheme: '分級方式', value: '等級', from: '開始日期', to: '結束日期', byId: '評定人' },
  },
  consent: {
    one: '同意', many: '同意',
    fields: {
      contactId: '聯絡人', leadId: '潛在客戶', purpose: '用途', channel: '管道',
      state: { label: '狀態', options: { given: '已同意', refused: '已拒絕', withdrawn: '已撤回', asked: '待確認' } },
      source: '來源', evidence: '憑證', at: '時間',
    },
  },
  contact: {
    one: '聯絡人', many: '聯絡人',
    fields: {
      name: '姓名', givenName: '名', familyName: '姓', locale: '語言', salutation: '稱謂', jobTitle: '職稱', department: '部門', accountId: '客戶',
      valueClass: { label: '客戶價值', options: { low: '低價值', secondary: '次價值', potential: '潛在價值', high: '高價值' } },
      emails: '電子郵件', phones: '電話', addresses: '地址', socials: '社群帳號', birthday: '生日', ownerId: '負責人', tags: '標籤', description: '備註',
      lastContactAt: '最近聯絡', erasedAt: '個人資料清除時間',
    },
  },
  deal: {
    one: '商機', many: '商機',
    fields: {
      ...processWords,
      name: '名稱', accountId: '客戶', contactId: '聯絡人', amount: '金額', probability: '成交機率', expectedClose: '預計成交日期', startedOn: '開始日期',
      forecast: { label: '預測類別', options: { committed: '承諾', bestCase: '最佳情況', pipeline: '管道', omitted: '不計入' } },
      ownerId: '負責人', productId: '產品', competitorId: '競爭對手', leadId: '來源潛在客戶', campaignId: '行銷活動', source: '來源', nextStep: '下一步', lines: '產品明細',
      tags: '標籤', description: '備註',
    },
  },
  dealParty: {
    one: '商機參與方', many: '商機參與方',
    fields: {
      dealId: '商機', contactId: '聯絡人', accountId: '客戶',
      role: { label: '角色', options: { decisionMaker: '決策者', user: '使用者', competitor: '競爭對手', channelPartner: '通路夥伴', designInstitute: '設計院', contractor: '承包商' } },
    },
  },
  exchangeRate: { one: '匯率', many: '匯率', fields: { from: '原幣', to: '目標幣', on: '日期', rate: '匯率' } },
  externalId: {
    one: '外部編號', many: '外部編號',
    fields: { ...recordWords, system: '系統', type: '類型', externalId: '外部編號', url: '連結', pending: '待關聯欄位' },
  },
  historyEntry: {
    one: '變更', many: '變更紀錄',
    fields: { ...recordWords, op: '操作', before: '變更前', after: '變更後', byId: '操作人', app: '應用程式', cause: '起因', at: '時間' },
  },
  lead: {
    one: '潛在客戶', many: '潛在客戶',
    fields: {
      ...processWords,
      name: '姓名', givenName: '名', familyName: '姓', company: '公司', jobTitle: '職稱', emails: '電子郵件', phones: '電話', source: '來源', campaignId: '行銷活動',
      score: '評分', amount: '預計金額', ownerId: '負責人', tags: '標籤', description: '備註', convertedAt: '轉換時間', convertedAccountId: '轉換後的客戶',
      convertedContactId: '轉換後的聯絡人', convertedDealId: '轉換後的商機', poolReason: '退回公海原因', erasedAt: '個人資料清除時間',
    },
  },
  mergeRecord: {
    one: '合併', many: '合併紀錄',
    fields: { ...recordWords, fromId: '被合併的紀錄', at: '時間', byId: '操作人', undo: '復原所需', undoneAt: '復原時間' },
  },
  notification: {
    one: '通知', many: '通知',
    fields: { userId: '接收人', kind: '類型', text: '內容', at: '時間', ...recordWords, readAt: '已讀時間' },
  },
  order: {
    one: '訂單', many: '訂單',
    fields: {
      number: '訂單編號', kind: '類型', parentId: '退貨原訂單', accountId: '客戶', contactId: '聯絡人', dealId: '商機', status: '狀態', orderedAt: '下單時間', dueDate: '交貨日期',
      total: '總額', lines: '明細', ownerId: '負責人', tags: '標籤',
    },
  },
  pipeline: {
    one: '銷售管道', many: '銷售管道',
    fields: { name: '名稱', table: '物件', recordType: '紀錄類型', currency: '幣別', rank: '排序', active: '啟用' },
  },
  product: {
    one: '產品', many: '產品',
    fields: {
      name: '名稱', code: '產品編號', category: '類別', parentId: '所屬組合', price: '價格', cost: '成本', unit: '單位', taxPercent: '稅率（%）', active: '販售中', description: '描述',
    },
  },
  queue: { one: '佇列', many: '佇列', fields: { name: '名稱', teamId: '團隊', slaPolicyId: '服務等級', email: '電子郵件地址' } },
  recordTeam: {
    one: '協作成員', many: '協作成員',
    fields: { ...recordWords, userId: '使用者', role: '角色', scope: '負責範圍', from: '開始日期', to: '結束日期' },
  },
  relationship: {
    one: '關係', many: '關係',
    fields: {
      fromTable: '起始物件', fromId: '起始紀錄', toTable: '目標物件', toId: '目標紀錄',
      kind: { label: '關係類型', options: { householdMember: '家戶成員', referrer: '介紹人', dealerOf: '經銷商', reportsTo: '直屬主管' } },
    },
  },
  savedReply: {
    one: '罐頭回覆', many: '罐頭回覆',
    fields: {
      name: '名稱', body: '內容', locale: '語言', teamId: '團隊',
      scope: { label: '用於', options: { reply: '回覆', note: '備註' } }, public: '對客戶可見', changes: '對服務請求的變更',
    },
  },
  savedView: {
    one: '檢視', many: '檢視',
    fields: { name: '名稱', table: '物件', widget: '元件', view: '檢視設定', ownerId: '負責人', shared: '共用' },
  },
  slaPolicy: {
    one: '服務等級', many: '服務等級',
    fields: { name: '名稱', priority: '優先順序', valueClass: '客戶價值', firstReplyMinutes: '首次回覆時限', resolutionMinutes: '解決時限', calendarId: '工作行事曆', problem: '問題' },
  },
  stage: {
    one: '階段', many: '階段',
    fields: {
      name: '名稱', pipelineId: '銷售管道',
      category: { label: '類別', options: { open: '進行中', won: '成交', lost: '未成交' } },
      rank: '排序', probability: '成交機率', rottingDays: '停滯提醒天數', requiredFields: '必填欄位', allowedTo: '可移入階段', workLimit: '數量上限',
    },
  },
  stageChange: {
    one: '階段變更', many: '階段變更',
    fields: { ...recordWords, fromStageId: '原階段', toStageId: '新階段', at: '時間', seconds: '停留秒數', byId: '操作人' },
  },
  team: { one: '團隊', many: '團隊', fields: { name: '名稱', region: '區域', leadId: '團隊主管', parentId: '上層團隊' } },
  ticket: {
    one: '服務請求', many: '服務請求',
    fields: {
      ...processWords,
      number: '編號', subject: '主旨', description: '問題描述', type: '類型',
      status: { label: '狀態', options: { new: '新建', open: '處理中', pending: '待客戶回覆', resolved: '已解決', closed: '已結案' } },
      priority: { label: '優先順序', options: { low: '低', normal: '一般', high: '高', urgent: '緊急' } },
      channel: '管道', accountId: '客戶', contactId: '聯絡人', guestName: '姓名', guestEmail: '電子郵件', guestPhone: '電話', cc: '副本', ccOffered: '待確認副本', productId: '產品', orderId: '訂單',
      parentId: '上層服務請求', queueId: '佇列', ownerId: '負責人', slaPolicyId: '服務等級', firstReplyDue: '首次回覆期限', firstReplyAt: '首次回覆', resolutionDue: '解決期限',
      resolvedAt: '解決時間', slaSince: '服務等級起算', waitingSince: '等待開始', waitedMinutes: '已等待（工作分鐘）', firstReplyFailedAt: '首次回覆逾時', resolutionFailedAt: '解決逾時',
      cause: '原因', resolution: '解決方案', rating: '評價', ratingComment: '評價留言', ratedAt: '評價時間', tags: '標籤',
    },
  },
  ticketMessage: {
    one: '訊息', many: '訊息',
    fields: { ticketId: '服務請求', body: '內容', internal: '內部備註', at: '時間', fromUserId: '客服', fromContactId: '客戶', channel: '管道', attachmentIds: '附件', cc: '副本' },
  },
  touch: {
    one: '接觸點', many: '接觸點',
    fields: { ...recordWords, campaignId: '行銷活動', source: '來源', medium: '媒介', content: '內容', campaignName: '行銷活動名稱', referrer: '來源頁面', at: '時間' },
  },
  user: {
    one: '使用者', many: '使用者',
    fields: { name: '姓名', email: '電子郵件', teamId: '團隊', role: '職務', locale: '語言', timeZone: '時區', skills: '技能', active: '在職', poolLimit: '公海領取上限' },
  },
};

const systemWords: FieldWords<typeof systemFields> = {
  id: '編號', version: '版本', createdAt: '建立時間', updatedAt: '更新時間', createdBy: '建立者', updatedBy: '更新者',
};

/** Gives the labels of declarations their traditional Chinese, as `addChinese` gives them the simplified. */
export function addTraditionalChinese(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('zh-Hant', traditionalChinese, entityOf);
  if (system) addFieldWords('zh-Hant', systemWords, system);
}
