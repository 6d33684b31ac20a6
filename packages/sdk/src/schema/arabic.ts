import type { EntityName } from './entities.ts';
import type { Entity, Fields, systemFields } from './entity.ts';
import type { processFields } from './process.ts';
import { type FieldWords, type ShownWords, addFieldWords, addWords } from './words.ts';

const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: 'المسار', stageId: 'المرحلة', stageSince: 'في هذه المرحلة منذ', rank: 'الترتيب', closedAt: 'تاريخ الإغلاق', lostReason: 'سبب الخسارة',
};

const arabic: ShownWords = {
  account: {
    one: 'حساب', many: 'حسابات',
    fields: {
      name: 'الاسم',
      kind: { label: 'النوع', options: { organisation: 'مؤسسة', person: 'فرد', household: 'أسرة' } },
      parentId: 'الحساب الرئيسي', roles: 'الأدوار', status: 'الحالة', industry: 'القطاع', website: 'الموقع الإلكتروني', employees: 'عدد الموظفين', annualRevenue: 'الإيرادات السنوية',
      yearFounded: 'سنة التأسيس', emails: 'البريد الإلكتروني', phones: 'الهاتف', addresses: 'العنوان', socials: 'المراسلة', ownerId: 'المسؤول', tags: 'الوسوم',
      description: 'الوصف', lastContactAt: 'آخر تواصل', poolReason: 'سبب الإعادة إلى المجمّع', erasedAt: 'تاريخ محو البيانات الشخصية',
    },
  },
  activity: {
    one: 'نشاط', many: 'أنشطة',
    fields: {
      kind: 'النوع', subject: 'الموضوع', body: 'النص', at: 'الوقت', endsAt: 'النهاية', timeZone: 'المنطقة الزمنية', dueAt: 'الموعد', remindAt: 'التذكير', done: 'مُنجز', channel: 'القناة',
      direction: { label: 'الاتجاه', options: { in: 'وارد', out: 'صادر' } },
      purpose: 'الغرض', outcome: 'النتيجة', priority: 'الأولوية', seconds: 'المدة (بالثواني)', place: 'المكان', threadId: 'سلسلة المحادثة', ownerId: 'المسؤول', source: 'المصدر', details: 'التفاصيل',
    },
  },
  consent: {
    one: 'موافقة', many: 'موافقات',
    fields: {
      contactId: 'جهة الاتصال', leadId: 'العميل المحتمل', purpose: 'الغرض', channel: 'القناة',
      state: { label: 'الحالة', options: { given: 'ممنوحة', refused: 'مرفوضة', withdrawn: 'مسحوبة', asked: 'بانتظار التأكيد' } },
      source: 'المصدر', evidence: 'الإثبات', at: 'الوقت',
    },
  },
  contact: {
    one: 'جهة اتصال', many: 'جهات اتصال',
    fields: {
      name: 'الاسم', givenName: 'الاسم الأول', familyName: 'اسم العائلة', locale: 'اللغة', salutation: 'اللقب', jobTitle: 'المنصب', department: 'القسم', accountId: 'الحساب',
      valueClass: { label: 'فئة القيمة', options: { low: 'قيمة منخفضة', secondary: 'قيمة ثانوية', potential: 'قيمة محتملة', high: 'قيمة عالية' } },
      emails: 'البريد الإلكتروني', phones: 'الهاتف', addresses: 'العنوان', socials: 'المراسلة', birthday: 'تاريخ الميلاد', ownerId: 'المسؤول', tags: 'الوسوم', description: 'الوصف',
      lastContactAt: 'آخر تواصل', erasedAt: 'تاريخ محو البيانات الشخصية',
    },
  },
  deal: {
    one: 'صفقة', many: 'صفقات',
    fields: {
      ...processWords,
      name: 'الاسم', accountId: 'الحساب', contactId: 'جهة الاتصال', amount: 'المبلغ', probability: 'الاحتمال', expectedClose: 'الإغلاق المتوقع', startedOn: 'تاريخ البدء',
      forecast: { label: 'التوقع', options: { committed: 'مؤكد', bestCase: 'أفضل حالة', pipeline: 'ضمن المسار', omitted: 'مستبعد' } },
      ownerId: 'المسؤول', productId: 'المنتج', competitorId: 'المنافس', leadId: 'العميل المحتمل الأصلي', campaignId: 'الحملة', source: 'المصدر', nextStep: 'الخطوة التالية', lines: 'البنود',
      tags: 'الوسوم', description: 'الوصف',
    },
  },
  lead: {
    one: 'عميل محتمل', many: 'عملاء محتملون',
    fields: {
      ...processWords,
      name: 'الاسم', givenName: 'الاسم الأول', familyName: 'اسم العائلة', company: 'الشركة', jobTitle: 'المنصب', emails: 'البريد الإلكتروني', phones: 'الهاتف', source: 'المصدر', campaignId: 'الحملة',
      score: 'التقييم', amount: 'المبلغ المتوقع', ownerId: 'المسؤول', tags: 'الوسوم', description: 'الوصف', convertedAt: 'تاريخ التحويل',
      convertedAccountId: 'الحساب بعد التحويل', convertedContactId: 'جهة الاتصال بعد التحويل', convertedDealId: 'الصفقة بعد التحويل', poolReason: 'سبب الإعادة إلى المجمّع',
      erasedAt: 'تاريخ محو البيانات الشخصية',
    },
  },
  order: {
    one: 'طلبية', many: 'طلبيات',
    fields: {
      number: 'الرقم', kind: 'النوع', parentId: 'الطلبية المرتجعة', accountId: 'الحساب', contactId: 'جهة الاتصال', dealId: 'الصفقة', status: 'الحالة', orderedAt: 'تاريخ الطلب', dueDate: 'تاريخ التسليم',
      total: 'الإجمالي', lines: 'البنود', ownerId: 'المسؤول', tags: 'الوسوم',
    },
  },
  pipeline: {
    one: 'مسار', many: 'مسارات',
    fields: { name: 'الاسم', table: 'الكائن', recordType: 'نوع السجل', currency: 'العملة', rank: 'الترتيب', active: 'نشط' },
  },
  stage: {
    one: 'مرحلة', many: 'مراحل',
    fields: {
      name: 'الاسم', pipelineId: 'المسار',
      category: { label: 'الفئة', options: { open: 'مفتوحة', won: 'رابحة', lost: 'خاسرة' } },
      rank: 'الترتيب', probability: 'الاحتمال', rottingDays: 'عدد الأيام قبل التنبيه', requiredFields: 'الحقول المطلوبة', allowedTo: 'المراحل التالية المسموح بها', workLimit: 'الحد الأقصى',
    },
  },
  ticket: {
    one: 'تذكرة', many: 'تذاكر',
    fields: {
      ...processWords,
      number: 'الرقم', subject: 'الموضوع', description: 'الوصف', type: 'النوع',
      status: { label: 'الحالة', options: { new: 'جديدة', open: 'قيد المعالجة', pending: 'بانتظار العميل', resolved: 'محلولة', closed: 'مغلقة' } },
      priority: { label: 'الأولوية', options: { low: 'منخفضة', normal: 'عادية', high: 'عالية', urgent: 'عاجلة' } },
      channel: 'القناة', accountId: 'الحساب', contactId: 'جهة الاتصال', guestName: 'الاسم', guestEmail: 'البريد الإلكتروني', guestPhone: 'الهاتف', cc: 'نسخة إلى', ccOffered: 'نسخة بانتظار التأكيد', productId: 'المنتج', orderId: 'الطلبية',
      parentId: 'التذكرة الرئيسية', queueId: 'قائمة الانتظار', ownerId: 'المسؤول', slaPolicyId: 'مستوى الخدمة', firstReplyDue: 'موعد الرد الأول', firstReplyAt: 'الرد الأول',
      resolutionDue: 'موعد الحل', resolvedAt: 'تاريخ الحل', slaSince: 'مستوى الخدمة منذ', waitingSince: 'الانتظار منذ', waitedMinutes: 'مدة الانتظار (دقائق عمل)',
      firstReplyFailedAt: 'تأخر الرد الأول', resolutionFailedAt: 'تأخر الحل', cause: 'السبب', resolution: 'الحل', rating: 'التقييم', ratingComment: 'تعليق التقييم', ratedAt: 'وقت التقييم', tags: 'الوسوم',
    },
  },
  user: {
    one: 'مستخدم', many: 'مستخدمون',
    fields: {
      name: 'الاسم', email: 'البريد الإلكتروني', teamId: 'الفريق', role: 'الدور', locale: 'اللغة', timeZone: 'المنطقة الزمنية', skills: 'المهارات', active: 'نشط', poolLimit: 'الحد الأقصى من المجمّع',
    },
  },
  affiliation: {
    one: 'ارتباط عمل', many: 'ارتباطات العمل',
    fields: { contactId: 'جهة الاتصال', accountId: 'الحساب', role: 'الدور', from: 'من', to: 'إلى', primary: 'رئيسي' },
  },
  attachment: {
    one: 'مرفق', many: 'مرفقات',
    fields: { table: 'الكائن', recordId: 'السجل', name: 'اسم الملف', type: 'النوع', bytes: 'الحجم (بايت)', blobId: 'المحتوى', followsId: 'النسخة السابقة', addedAt: 'تاريخ الإضافة' },
  },
  dealParty: {
    one: 'طرف في الصفقة', many: 'أطراف الصفقة',
    fields: {
      dealId: 'الصفقة', contactId: 'جهة الاتصال', accountId: 'الحساب',
      role: { label: 'الدور', options: { decisionMaker: 'صاحب القرار', user: 'المستخدم', competitor: 'المنافس', channelPartner: 'شريك التوزيع', designInstitute: 'مكتب التصميم', contractor: 'المقاول' } },
    },
  },
  product: {
    one: 'منتج', many: 'منتجات',
    fields: {
      name: 'الاسم', code: 'الرمز', category: 'الفئة', parentId: 'جزء من حزمة', price: 'السعر', cost: 'التكلفة', unit: 'الوحدة', taxPercent: 'الضريبة (%)', active: 'معروض للبيع', description: 'الوصف',
    },
  },
  relationship: {
    one: 'علاقة', many: 'علاقات',
    fields: {
      fromTable: 'من (الكائن)', fromId: 'من', toTable: 'إلى (الكائن)', toId: 'إلى',
      kind: { label: 'نوع العلاقة', options: { householdMember: 'فرد من الأسرة', referrer: 'أحاله', dealerOf: 'موزّع لدى', reportsTo: 'يتبع' } },
    },
  },
};

const systemWords: FieldWords<typeof systemFields> = {
  id: 'المعرّف', version: 'الإصدار', createdAt: 'تاريخ الإنشاء', updatedAt: 'تاريخ آخر تعديل', createdBy: 'أنشأه', updatedBy: 'آخر من عدّله',
};

/** Gives the labels of declarations their Arabic, as `addChinese` gives them their Chinese. */
export function addArabic(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('ar', arabic, entityOf);
  if (system) addFieldWords('ar', systemWords, system);
}
