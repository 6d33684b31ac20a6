import type { Phrases } from './phrases.ts';

export const de: Phrases = {
  deals: [
    'Kühlhaus, Halle {n}',
    'Umbau von {n} Kühlräumen',
    'Schockfroster für das Werk {city}',
    'Kühlmöbel für {n} Filialen',
    'Kaltwassersatz, schlüsselfertig',
    'Wärmepumpe für die Trocknung',
    'Wartungsvertrag, {n} Jahre',
    'Druckluft am Standort {city}',
    'Fernüberwachung, {n} Fühler',
    'Prozesskühlung, {n}. Bauabschnitt',
    'Tiefkühlzellen',
    'Ersatzteilvertrag',
  ],
  call: [
    ['Rückfrage zur Lieferzeit von {product}', 'Die Anlage soll vor der Saison stehen. Termin bis Freitag zugesagt.'],
    ['Überarbeitetes Angebot besprochen', 'Preis passt. Zahlung in drei Raten muss noch freigegeben werden.'],
    ['{name} im zweiten Versuch erreicht', 'Der Lenkungskreis tagt nächste Woche, danach fällt die Entscheidung.'],
    ['Gespräch zum Stromverbrauch', 'kWh je Tonne mit der alten Anlage verglichen. Übersicht folgt per Mail.'],
    ['Nicht erreicht, Nachricht hinterlassen', 'Um Rückruf wegen der Begehung gebeten.'],
    ['Budget geklärt', 'Mittel sind nur für dieses Jahr bewilligt. Bestellung bis Monatsende wäre gut.'],
  ],
  email: [
    ['Angebot {product} verschickt', 'Anbei Angebot, Zeichnung und Referenzliste.'],
    ['AW: Aufstellung im Kühlraum', 'Die Tür kommt auf die Nordseite. Die Technik hat den neuen Plan.'],
    ['Datenblatt angefragt', 'Braucht das Datenblatt zu {product} mit Schallpegeln bei Volllast.'],
    ['Protokoll unseres Termins', 'Offene Punkte: Einspeisung, Kran, Zufahrt.'],
    ['Frage zur Gewährleistung', 'Gelten die fünf Jahre auch für den Verdichter?'],
    ['Auftragsbestätigung', 'Mit Lieferwoche bestätigt. Anzahlungsrechnung folgt.'],
  ],
  meeting: [
    ['Auftaktgespräch mit {name}', 'Umfang, Ansprechpartner und Zeitplan abgestimmt. Nächster Schritt: Begehung.'],
    ['Technische Durchsprache', 'RI-Schema durchgegangen. Offen: Kondensatablauf und Schaltschrank.'],
    ['Vertragsgespräch', 'Vertragsstrafe auf fünf Prozent begrenzt. Die Rechtsabteilung formuliert.'],
  ],
  visit: [
    ['Begehung in {city}', 'Halle vermessen, Fotos gemacht, Einspeisung geprüft: 250 A frei.'],
    ['Vor Ort bei der Inbetriebnahme', 'Nach neun Stunden minus 22 Grad. Protokoll unterschrieben.'],
    ['Gespräch am Messestand', 'Kam mit einem Kollegen, Interesse an {product}. Preisliste schicken.'],
  ],
  note: [
    ['Schreibt lieber, als zu telefonieren', 'Den ganzen Tag im Werk; liest Mails vor acht Uhr.'],
    ['Entscheidung läuft über den Einkauf', 'Ab 50.000 € ist ein Vergleichsangebot nötig.'],
    ['Wettbewerber war da', 'Polarkälte liegt zehn Prozent darunter, ohne Montage.'],
  ],
  message: [
    ['Foto vom Typenschild geschickt', 'Seriennummer lesbar, Baujahr 2014.'],
    ['Bleibt es bei Donnerstag?', 'Für 14 Uhr bestätigt.'],
  ],
  task: [
    'Überarbeitetes Angebot schicken',
    'Wegen der Begehung zurückrufen',
    'Vertrag vorbereiten',
    'Grundriss anfordern',
    'Liefertermin {product} prüfen',
    'Angebot nachfassen',
    'Abnahme vereinbaren',
    'Besuch in {city}',
  ],
  lost: ['Preis', 'Projekt verschoben', 'Wettbewerber gewählt', 'Kein Budget', 'Keine Rückmeldung mehr'],
  tickets: [
    [
      'Verdichter schaltet nach 20 Minuten ab',
      'Seit heute früh schaltet der Verdichter von {product} nach etwa 20 Minuten ab. Das Display zeigt E{n}.',
      'Bitte prüfen Sie, ob der Verflüssiger verschmutzt ist. Ein Techniker kann morgen um zehn bei Ihnen sein.',
    ],
    [
      'Türdichtung gerissen',
      'Die Dichtung der Kühlraumtür ist unten gerissen. Können Sie eine neue schicken?',
      'Die Dichtung ist unterwegs. Der Wechsel dauert zehn Minuten, die Anleitung liegt bei.',
    ],
    [
      'Falsche Anschrift auf der Rechnung',
      'Bitte ändern Sie die Anschrift der letzten Rechnung.',
      'Ist berichtigt, die neue Rechnung hängt an.',
    ],
    [
      'Temperaturalarm in der Nacht',
      'Zwischen zwei und vier Uhr kamen drei Alarme. Jetzt sieht alles gut aus.',
      'Das Protokoll zeigt eine lange Abtauung. Wir haben den Abstand geändert.',
    ],
  ],
  tags: ['Kühlkette', 'ISO 9001', 'Messe', 'Rahmenvertrag', 'Schlüsselkunde', 'Lebensmittel'],
};
