import type { EntityName } from './entities.ts';
import type { Entity, Fields, systemFields } from './entity.ts';
import type { processFields } from './process.ts';
import { type FieldWords, type ShownWords, addFieldWords, addWords } from './words.ts';

const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: 'Pipeline', stageId: 'Phase', stageSince: 'In dieser Phase seit', rank: 'Reihenfolge', closedAt: 'Abgeschlossen am', lostReason: 'Verlustgrund',
};

const german: ShownWords = {
  account: {
    one: 'Kunde', many: 'Kunden',
    fields: {
      name: 'Name',
      kind: { label: 'Art', options: { organisation: 'Organisation', person: 'Person', household: 'Haushalt' } },
      parentId: 'Übergeordneter Kunde', roles: 'Rollen', status: 'Status', industry: 'Branche', website: 'Website', employees: 'Beschäftigte', annualRevenue: 'Jahresumsatz',
      yearFounded: 'Gegründet', emails: 'E-Mail', phones: 'Telefon', addresses: 'Adresse', socials: 'Messenger', ownerId: 'Zuständig', tags: 'Tags',
      description: 'Beschreibung', lastContactAt: 'Letzter Kontakt', poolReason: 'Grund der Rückgabe an den Pool', erasedAt: 'Personenbezogene Daten gelöscht am',
    },
  },
  activity: {
    one: 'Aktivität', many: 'Aktivitäten',
    fields: {
      kind: 'Art', subject: 'Betreff', body: 'Text', at: 'Zeitpunkt', endsAt: 'Bis', timeZone: 'Zeitzone', dueAt: 'Fällig', remindAt: 'Erinnerung', done: 'Erledigt', channel: 'Kanal',
      direction: { label: 'Richtung', options: { in: 'Eingehend', out: 'Ausgehend' } },
      purpose: 'Zweck', outcome: 'Ergebnis', priority: 'Priorität', seconds: 'Dauer (Sekunden)', place: 'Ort', threadId: 'Verlauf', ownerId: 'Zuständig', source: 'Quelle', details: 'Details',
    },
  },
  consent: {
    one: 'Einwilligung', many: 'Einwilligungen',
    fields: {
      contactId: 'Kontakt', leadId: 'Lead', purpose: 'Zweck', channel: 'Kanal',
      state: { label: 'Status', options: { given: 'Erteilt', refused: 'Abgelehnt', withdrawn: 'Widerrufen', asked: 'Noch zu bestätigen' } },
      source: 'Quelle', evidence: 'Nachweis', at: 'Zeitpunkt',
    },
  },
  contact: {
    one: 'Kontakt', many: 'Kontakte',
    fields: {
      name: 'Name', givenName: 'Vorname', familyName: 'Nachname', locale: 'Sprache', salutation: 'Anrede', jobTitle: 'Position', department: 'Abteilung', accountId: 'Kunde',
      valueClass: { label: 'Wertklasse', options: { low: 'Geringer Wert', secondary: 'Nachrangiger Wert', potential: 'Potenzieller Wert', high: 'Hoher Wert' } },
      emails: 'E-Mail', phones: 'Telefon', addresses: 'Adresse', socials: 'Messenger', birthday: 'Geburtstag', ownerId: 'Zuständig', tags: 'Tags', description: 'Beschreibung',
      lastContactAt: 'Letzter Kontakt', erasedAt: 'Personenbezogene Daten gelöscht am',
    },
  },
  deal: {
    one: 'Deal', many: 'Deals',
    fields: {
      ...processWords,
      name: 'Name', accountId: 'Kunde', contactId: 'Kontakt', amount: 'Betrag', probability: 'Wahrscheinlichkeit', expectedClose: 'Erwarteter Abschluss', startedOn: 'Beginn',
      forecast: { label: 'Prognose', options: { committed: 'Zugesagt', bestCase: 'Bester Fall', pipeline: 'Pipeline', omitted: 'Nicht berücksichtigt' } },
      ownerId: 'Zuständig', productId: 'Produkt', competitorId: 'Wettbewerber', leadId: 'Aus Lead', campaignId: 'Kampagne', source: 'Quelle', nextStep: 'Nächster Schritt', lines: 'Positionen',
      tags: 'Tags', description: 'Beschreibung',
    },
  },
  lead: {
    one: 'Lead', many: 'Leads',
    fields: {
      ...processWords,
      name: 'Name', givenName: 'Vorname', familyName: 'Nachname', company: 'Firma', jobTitle: 'Position', emails: 'E-Mail', phones: 'Telefon', source: 'Quelle', campaignId: 'Kampagne',
      score: 'Bewertung', amount: 'Erwarteter Betrag', ownerId: 'Zuständig', tags: 'Tags', description: 'Beschreibung', convertedAt: 'Umgewandelt am',
      convertedAccountId: 'Umgewandelt in Kunde', convertedContactId: 'Umgewandelt in Kontakt', convertedDealId: 'Umgewandelt in Deal', poolReason: 'Grund der Rückgabe an den Pool',
      erasedAt: 'Personenbezogene Daten gelöscht am',
    },
  },
  order: {
    one: 'Bestellung', many: 'Bestellungen',
    fields: {
      number: 'Nummer', kind: 'Art', parentId: 'Retoure zu', accountId: 'Kunde', contactId: 'Kontakt', dealId: 'Deal', status: 'Status', orderedAt: 'Bestellt am', dueDate: 'Fällig',
      total: 'Gesamtbetrag', lines: 'Positionen', ownerId: 'Zuständig', tags: 'Tags',
    },
  },
  pipeline: {
    one: 'Pipeline', many: 'Pipelines',
    fields: { name: 'Name', table: 'Objekt', recordType: 'Datensatztyp', currency: 'Währung', rank: 'Reihenfolge', active: 'Aktiv' },
  },
  stage: {
    one: 'Phase', many: 'Phasen',
    fields: {
      name: 'Name', pipelineId: 'Pipeline',
      category: { label: 'Kategorie', options: { open: 'Offen', won: 'Gewonnen', lost: 'Verloren' } },
      rank: 'Reihenfolge', probability: 'Wahrscheinlichkeit', rottingDays: 'Tage bis zur Warnung', requiredFields: 'Pflichtfelder', allowedTo: 'Erlaubte Folgephasen', workLimit: 'Obergrenze',
    },
  },
  ticket: {
    one: 'Ticket', many: 'Tickets',
    fields: {
      ...processWords,
      number: 'Nummer', subject: 'Betreff', description: 'Beschreibung', type: 'Art',
      status: { label: 'Status', options: { new: 'Neu', open: 'In Bearbeitung', pending: 'Wartet auf Kunde', resolved: 'Gelöst', closed: 'Geschlossen' } },
      priority: { label: 'Priorität', options: { low: 'Niedrig', normal: 'Normal', high: 'Hoch', urgent: 'Dringend' } },
      channel: 'Kanal', accountId: 'Kunde', contactId: 'Kontakt', guestName: 'Name', guestEmail: 'E-Mail', guestPhone: 'Telefon', cc: 'Cc', ccOffered: 'Cc zu bestätigen', productId: 'Produkt', orderId: 'Bestellung',
      parentId: 'Teil von', queueId: 'Warteschlange', ownerId: 'Zuständig', slaPolicyId: 'Servicelevel', firstReplyDue: 'Erste Antwort fällig', firstReplyAt: 'Erste Antwort',
      resolutionDue: 'Lösung fällig', resolvedAt: 'Gelöst am', slaSince: 'Servicelevel seit', waitingSince: 'Wartet seit', waitedMinutes: 'Gewartet (Arbeitsminuten)',
      firstReplyFailedAt: 'Erste Antwort verspätet', resolutionFailedAt: 'Lösung verspätet', cause: 'Ursache', resolution: 'Lösung', rating: 'Bewertung', ratingComment: 'Kommentar zur Bewertung', ratedAt: 'Bewertet am', tags: 'Tags',
    },
  },
  user: {
    one: 'Benutzer', many: 'Benutzer',
    fields: {
      name: 'Name', email: 'E-Mail', teamId: 'Team', role: 'Rolle', locale: 'Sprache', timeZone: 'Zeitzone', skills: 'Kenntnisse', active: 'Aktiv', poolLimit: 'Höchstzahl aus dem Pool',
    },
  },
  affiliation: {
    one: 'Tätigkeit', many: 'Tätigkeiten',
    fields: { contactId: 'Kontakt', accountId: 'Kunde', role: 'Rolle', from: 'Von', to: 'Bis', primary: 'Hauptsächlich' },
  },
  attachment: {
    one: 'Anhang', many: 'Anhänge',
    fields: { table: 'Objekt', recordId: 'Datensatz', name: 'Dateiname', type: 'Art', bytes: 'Größe (Bytes)', blobId: 'Inhalt', followsId: 'Vorherige Version', addedAt: 'Hinzugefügt am' },
  },
  dealParty: {
    one: 'Beteiligung', many: 'Beteiligungen',
    fields: {
      dealId: 'Deal', contactId: 'Kontakt', accountId: 'Kunde',
      role: { label: 'Rolle', options: { decisionMaker: 'Entscheidet', user: 'Nutzt', competitor: 'Wettbewerber', channelPartner: 'Vertriebspartner', designInstitute: 'Planungsbüro', contractor: 'Ausführende Firma' } },
    },
  },
  product: {
    one: 'Produkt', many: 'Produkte',
    fields: {
      name: 'Name', code: 'Artikelnummer', category: 'Kategorie', parentId: 'Teil des Pakets', price: 'Preis', cost: 'Kosten', unit: 'Einheit', taxPercent: 'Steuer (%)', active: 'Im Verkauf', description: 'Beschreibung',
    },
  },
  relationship: {
    one: 'Beziehung', many: 'Beziehungen',
    fields: {
      fromTable: 'Von (Objekt)', fromId: 'Von', toTable: 'Zu (Objekt)', toId: 'Zu',
      kind: { label: 'Art', options: { householdMember: 'Haushaltsmitglied', referrer: 'Empfohlen von', dealerOf: 'Händler von', reportsTo: 'Berichtet an' } },
    },
  },
};

const systemWords: FieldWords<typeof systemFields> = {
  id: 'ID', version: 'Version', createdAt: 'Erstellt', updatedAt: 'Geändert', createdBy: 'Erstellt von', updatedBy: 'Geändert von',
};

/** Gives the labels of declarations their German, as `addChinese` gives them their Chinese. */
export function addGerman(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('de', german, entityOf);
  if (system) addFieldWords('de', systemWords, system);
}
