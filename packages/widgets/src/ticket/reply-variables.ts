/** What a saved reply can name: the records around the ticket. */
export interface ReplySources {
  readonly ticket: Readonly<Record<string, unknown>>;
  readonly contact: Readonly<Record<string, unknown>> | undefined;
  readonly account: Readonly<Record<string, unknown>> | undefined;
  readonly order: Readonly<Record<string, unknown>> | undefined;
  readonly agent: string | undefined;
}

/** Names for people, in the languages that replies are written in, and what they stand for. */
const names: Readonly<Record<string, string>> = {
  'first name': 'contact:givenName', 'last name': 'contact:familyName', name: 'contact:name', company: 'account:name', number: 'ticket:number', subject: 'ticket:subject', order: 'order:number', agent: 'agent:name', 'my name': 'agent:name',
  名字: 'contact:givenName', 姓名: 'contact:name', 客户姓名: 'contact:name', 公司: 'account:name', 编号: 'ticket:number', 主题: 'ticket:subject', 订单: 'order:number', 客服: 'agent:name', 我的姓名: 'agent:name',
  稱呼: 'contact:givenName', 編號: 'ticket:number', 主題: 'ticket:subject', 訂單: 'order:number',
  vorname: 'contact:givenName', nachname: 'contact:familyName', firma: 'account:name', nummer: 'ticket:number', betreff: 'ticket:subject', bestellung: 'order:number',
  prénom: 'contact:givenName', nom: 'contact:familyName', société: 'account:name', numéro: 'ticket:number', sujet: 'ticket:subject', commande: 'order:number',
  nombre: 'contact:givenName', apellido: 'contact:familyName', empresa: 'account:name', número: 'ticket:number', asunto: 'ticket:subject', pedido: 'order:number',
};

const variable = /\{\s*([^{}\n]{1,60}?)\s*\}/g;

function valueOf(name: string, sources: ReplySources): string | undefined {
  const [table, field] = (names[name.toLowerCase()] ?? name.replace('.', ':')).split(':');
  const from: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {
    ticket: sources.ticket, account: sources.account, order: sources.order, agent: { name: sources.agent },
    // A guest has a name and no record of their own.
    contact: sources.contact ?? { name: sources.ticket['guestName'], givenName: sources.ticket['guestName'] },
  };
  const row = table !== undefined && Object.hasOwn(from, table) ? from[table] : undefined;
  const value = row && field ? (row[field] ?? (table === 'contact' && field === 'givenName' ? row['name'] : undefined)) : undefined;
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** A saved reply with what is known put in. What is not stays in its braces, and in `open`, for a person to fill in. */
export function fillReply(body: string, sources: ReplySources): { readonly text: string; readonly open: readonly string[] } {
  const open: string[] = [];
  const text = body.replace(variable, (whole, name: string) => {
    const value = valueOf(name, sources);
    if (value === undefined) open.push(whole);
    return value ?? whole;
  });
  return { text, open: [...new Set(open)] };
}
