import type { EntityName } from './entities.ts';
import type { Entity, Fields, systemFields } from './entity.ts';
import type { processFields } from './process.ts';
import { type FieldWords, type ShownWords, addFieldWords, addWords } from './words.ts';

const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: 'パイプライン', stageId: 'フェーズ', stageSince: 'フェーズ開始日時', rank: '並び順', closedAt: '完了日時', lostReason: '失注理由',
};

const japanese: ShownWords = {
  account: {
    one: '取引先', many: '取引先',
    fields: {
      name: '名称',
      kind: { label: '種別', options: { organisation: '法人・団体', person: '個人', household: '世帯' } },
      parentId: '親取引先', roles: '役割', status: '状況', industry: '業種', website: 'Web サイト', employees: '従業員数', annualRevenue: '年間売上',
      yearFounded: '設立年', emails: 'メール', phones: '電話番号', addresses: '住所', socials: 'メッセージ', ownerId: '担当者', tags: 'タグ',
      description: '備考', lastContactAt: '最終連絡', poolReason: 'プールに戻した理由', erasedAt: '個人情報の消去日時',
    },
  },
  activity: {
    one: '活動', many: '活動',
    fields: {
      kind: '種類', subject: '件名', body: '内容', at: '日時', endsAt: '終了日時', timeZone: 'タイムゾーン', dueAt: '期限', remindAt: 'リマインダー', done: '完了', channel: 'チャネル',
      direction: { label: '方向', options: { in: '受信', out: '発信' } },
      purpose: '目的', outcome: '結果', priority: '優先度', seconds: '所要時間（秒）', place: '場所', threadId: 'スレッド', ownerId: '担当者', source: '取得元', details: '詳細',
    },
  },
  consent: {
    one: '同意', many: '同意',
    fields: {
      contactId: '連絡先', leadId: '見込み客', purpose: '目的', channel: 'チャネル',
      state: { label: '状態', options: { given: '同意', refused: '拒否', withdrawn: '撤回', asked: '確認待ち' } },
      source: '取得元', evidence: '証跡', at: '日時',
    },
  },
  contact: {
    one: '連絡先', many: '連絡先',
    fields: {
      name: '氏名', givenName: '名', familyName: '姓', locale: '言語', salutation: '敬称', jobTitle: '役職', department: '部署', accountId: '取引先',
      valueClass: { label: '顧客価値', options: { low: '低価値', secondary: '中価値', potential: '潜在価値', high: '高価値' } },
      emails: 'メール', phones: '電話番号', addresses: '住所', socials: 'メッセージ', birthday: '生年月日', ownerId: '担当者', tags: 'タグ', description: '備考',
      lastContactAt: '最終連絡', erasedAt: '個人情報の消去日時',
    },
  },
  deal: {
    one: '商談', many: '商談',
    fields: {
      ...processWords,
      name: '商談名', accountId: '取引先', contactId: '連絡先', amount: '金額', probability: '確度', expectedClose: '完了予定日', startedOn: '開始日',
      forecast: { label: '売上予測', options: { committed: '達成予測', bestCase: '最善達成予測', pipeline: 'パイプライン', omitted: '除外' } },
      ownerId: '担当者', productId: '製品', competitorId: '競合', leadId: '元の見込み客', campaignId: 'キャンペーン', source: '流入元', nextStep: '次のステップ', lines: '明細',
      tags: 'タグ', description: '備考',
    },
  },
  lead: {
    one: '見込み客', many: '見込み客',
    fields: {
      ...processWords,
      name: '氏名', givenName: '名', familyName: '姓', company: '会社', jobTitle: '役職', emails: 'メール', phones: '電話番号', source: '流入元', campaignId: 'キャンペーン',
      score: 'スコア', amount: '見込み金額', ownerId: '担当者', tags: 'タグ', description: '備考', convertedAt: '取引開始日時',
      convertedAccountId: '取引開始後の取引先', convertedContactId: '取引開始後の連絡先', convertedDealId: '取引開始後の商談', poolReason: 'プールに戻した理由',
      erasedAt: '個人情報の消去日時',
    },
  },
  order: {
    one: '注文', many: '注文',
    fields: {
      number: '注文番号', kind: '種類', parentId: '返品元の注文', accountId: '取引先', contactId: '連絡先', dealId: '商談', status: '状況', orderedAt: '注文日時', dueDate: '納期',
      total: '合計', lines: '明細', ownerId: '担当者', tags: 'タグ',
    },
  },
  pipeline: {
    one: 'パイプライン', many: 'パイプライン',
    fields: { name: '名称', table: '対象', recordType: 'レコードタイプ', currency: '通貨', rank: '並び順', active: '有効' },
  },
  stage: {
    one: 'フェーズ', many: 'フェーズ',
    fields: {
      name: '名称', pipelineId: 'パイプライン',
      category: { label: '区分', options: { open: '進行中', won: '成約', lost: '失注' } },
      rank: '並び順', probability: '確度', rottingDays: '停滞とみなす日数', requiredFields: '必須項目', allowedTo: '移動できるフェーズ', workLimit: '件数の目安',
    },
  },
  ticket: {
    one: 'チケット', many: 'チケット',
    fields: {
      ...processWords,
      number: '番号', subject: '件名', description: '内容', type: '種類',
      status: { label: '状況', options: { new: '新規', open: '対応中', pending: '顧客の返信待ち', resolved: '解決済み', closed: '終了' } },
      priority: { label: '優先度', options: { low: '低', normal: '中', high: '高', urgent: '緊急' } },
      channel: 'チャネル', accountId: '取引先', contactId: '連絡先', guestName: '氏名', guestEmail: 'メール', guestPhone: '電話番号', cc: 'CC', ccOffered: '確認待ちのCC', productId: '製品', orderId: '注文',
      parentId: '親チケット', queueId: 'キュー', ownerId: '担当者', slaPolicyId: 'サービスレベル', firstReplyDue: '初回回答期限', firstReplyAt: '初回回答',
      resolutionDue: '解決期限', resolvedAt: '解決日時', slaSince: 'サービスレベル起点', waitingSince: '待機開始', waitedMinutes: '待機時間（営業時間、分）',
      firstReplyFailedAt: '初回回答の遅延', resolutionFailedAt: '解決の遅延', cause: '原因', resolution: '解決方法', rating: '評価', ratingComment: '評価コメント', ratedAt: '評価日時', tags: 'タグ',
    },
  },
  user: {
    one: 'ユーザー', many: 'ユーザー',
    fields: {
      name: '氏名', email: 'メール', teamId: 'チーム', role: '役割', locale: '言語', timeZone: 'タイムゾーン', skills: 'スキル', active: '有効', poolLimit: 'プールからの上限',
    },
  },
  affiliation: {
    one: '所属', many: '所属',
    fields: { contactId: '連絡先', accountId: '取引先', role: '役割', from: '開始日', to: '終了日', primary: '主な所属' },
  },
  attachment: {
    one: '添付ファイル', many: '添付ファイル',
    fields: { table: '対象', recordId: 'レコード', name: 'ファイル名', type: '種類', bytes: 'サイズ（バイト）', blobId: '内容', followsId: '前のバージョン', addedAt: '追加日時' },
  },
  dealParty: {
    one: '商談関係者', many: '商談関係者',
    fields: {
      dealId: '商談', contactId: '連絡先', accountId: '取引先',
      role: { label: '役割', options: { decisionMaker: '決裁者', user: '利用者', competitor: '競合', channelPartner: '販売パートナー', designInstitute: '設計会社', contractor: '施工会社' } },
    },
  },
  product: {
    one: '製品', many: '製品',
    fields: {
      name: '名称', code: '製品コード', category: 'カテゴリ', parentId: '構成元のセット', price: '価格', cost: '原価', unit: '単位', taxPercent: '税率（%）', active: '販売中', description: '説明',
    },
  },
  relationship: {
    one: '関係', many: '関係',
    fields: {
      fromTable: '起点の対象', fromId: '起点', toTable: '相手の対象', toId: '相手',
      kind: { label: '関係の種類', options: { householdMember: '世帯員', referrer: '紹介者', dealerOf: '販売店', reportsTo: '上司' } },
    },
  },
};

const systemWords: FieldWords<typeof systemFields> = {
  id: 'ID', version: 'バージョン', createdAt: '作成日時', updatedAt: '更新日時', createdBy: '作成者', updatedBy: '更新者',
};

/** Gives the labels of declarations their Japanese, as `addChinese` gives them their Chinese. */
export function addJapanese(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('ja', japanese, entityOf);
  if (system) addFieldWords('ja', systemWords, system);
}
