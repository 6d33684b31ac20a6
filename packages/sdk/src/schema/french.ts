import type { EntityName } from './entities.ts';
import type { Entity, Fields, systemFields } from './entity.ts';
import type { processFields } from './process.ts';
import { type FieldWords, type ShownWords, addFieldWords, addWords } from './words.ts';

const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: 'Pipeline', stageId: 'Étape', stageSince: 'À cette étape depuis', rank: 'Ordre', closedAt: 'Clôture', lostReason: 'Motif de perte',
};

const french: ShownWords = {
  account: {
    one: 'Compte', many: 'Comptes',
    fields: {
      name: 'Nom',
      kind: { label: 'Type', options: { organisation: 'Organisation', person: 'Particulier', household: 'Foyer' } },
      parentId: 'Compte parent', roles: 'Rôles', status: 'Statut', industry: 'Secteur', website: 'Site web', employees: 'Effectif', annualRevenue: 'Chiffre d’affaires annuel',
      yearFounded: 'Année de création', emails: 'E-mail', phones: 'Téléphone', addresses: 'Adresse', socials: 'Messageries', ownerId: 'Responsable', tags: 'Étiquettes',
      description: 'Description', lastContactAt: 'Dernier contact', poolReason: 'Motif de remise au pool', erasedAt: 'Données personnelles effacées le',
    },
  },
  activity: {
    one: 'Activité', many: 'Activités',
    fields: {
      kind: 'Type', subject: 'Objet', body: 'Texte', at: 'Date', endsAt: 'Fin', timeZone: 'Fuseau horaire', dueAt: 'Échéance', remindAt: 'Rappel', done: 'Fait', channel: 'Canal',
      direction: { label: 'Sens', options: { in: 'Entrant', out: 'Sortant' } },
      purpose: 'But', outcome: 'Résultat', priority: 'Priorité', seconds: 'Durée (secondes)', place: 'Lieu', threadId: 'Fil', ownerId: 'Responsable', source: 'Source', details: 'Détails',
    },
  },
  consent: {
    one: 'Consentement', many: 'Consentements',
    fields: {
      contactId: 'Contact', leadId: 'Prospect', purpose: 'But', channel: 'Canal',
      state: { label: 'État', options: { given: 'Donné', refused: 'Refusé', withdrawn: 'Retiré', asked: 'À confirmer' } },
      source: 'Source', evidence: 'Preuve', at: 'Date',
    },
  },
  contact: {
    one: 'Contact', many: 'Contacts',
    fields: {
      name: 'Nom', givenName: 'Prénom', familyName: 'Nom de famille', locale: 'Langue', salutation: 'Civilité', jobTitle: 'Fonction', department: 'Service', accountId: 'Compte',
      valueClass: { label: 'Classe de valeur', options: { low: 'Faible valeur', secondary: 'Valeur secondaire', potential: 'Valeur potentielle', high: 'Forte valeur' } },
      emails: 'E-mail', phones: 'Téléphone', addresses: 'Adresse', socials: 'Messageries', birthday: 'Date de naissance', ownerId: 'Responsable', tags: 'Étiquettes', description: 'Description',
      lastContactAt: 'Dernier contact', erasedAt: 'Données personnelles effacées le',
    },
  },
  deal: {
    one: 'Affaire', many: 'Affaires',
    fields: {
      ...processWords,
      name: 'Nom', accountId: 'Compte', contactId: 'Contact', amount: 'Montant', probability: 'Probabilité', expectedClose: 'Clôture prévue', startedOn: 'Début',
      forecast: { label: 'Prévision', options: { committed: 'Engagé', bestCase: 'Meilleur cas', pipeline: 'Pipeline', omitted: 'Exclu' } },
      ownerId: 'Responsable', productId: 'Produit', competitorId: 'Concurrent', leadId: 'Prospect d’origine', campaignId: 'Campagne', source: 'Source', nextStep: 'Prochaine action', lines: 'Lignes',
      tags: 'Étiquettes', description: 'Description',
    },
  },
  lead: {
    one: 'Prospect', many: 'Prospects',
    fields: {
      ...processWords,
      name: 'Nom', givenName: 'Prénom', familyName: 'Nom de famille', company: 'Société', jobTitle: 'Fonction', emails: 'E-mail', phones: 'Téléphone', source: 'Source', campaignId: 'Campagne',
      score: 'Score', amount: 'Montant prévu', ownerId: 'Responsable', tags: 'Étiquettes', description: 'Description', convertedAt: 'Converti le',
      convertedAccountId: 'Converti en compte', convertedContactId: 'Converti en contact', convertedDealId: 'Converti en affaire', poolReason: 'Motif de remise au pool',
      erasedAt: 'Données personnelles effacées le',
    },
  },
  order: {
    one: 'Commande', many: 'Commandes',
    fields: {
      number: 'Numéro', kind: 'Type', parentId: 'Commande retournée', accountId: 'Compte', contactId: 'Contact', dealId: 'Affaire', status: 'Statut', orderedAt: 'Date de commande', dueDate: 'Livraison prévue',
      total: 'Total', lines: 'Lignes', ownerId: 'Responsable', tags: 'Étiquettes',
    },
  },
  pipeline: {
    one: 'Pipeline', many: 'Pipelines',
    fields: { name: 'Nom', table: 'Objet', recordType: 'Type de fiche', currency: 'Devise', rank: 'Ordre', active: 'Actif' },
  },
  stage: {
    one: 'Étape', many: 'Étapes',
    fields: {
      name: 'Nom', pipelineId: 'Pipeline',
      category: { label: 'Catégorie', options: { open: 'En cours', won: 'Gagné', lost: 'Perdu' } },
      rank: 'Ordre', probability: 'Probabilité', rottingDays: 'Jours avant alerte', requiredFields: 'Champs obligatoires', allowedTo: 'Étapes suivantes autorisées', workLimit: 'Limite',
    },
  },
  ticket: {
    one: 'Ticket', many: 'Tickets',
    fields: {
      ...processWords,
      number: 'Numéro', subject: 'Objet', description: 'Description', type: 'Type',
      status: { label: 'Statut', options: { new: 'Nouveau', open: 'En cours', pending: 'En attente du client', resolved: 'Résolu', closed: 'Fermé' } },
      priority: { label: 'Priorité', options: { low: 'Basse', normal: 'Normale', high: 'Haute', urgent: 'Urgente' } },
      channel: 'Canal', accountId: 'Compte', contactId: 'Contact', guestName: 'Nom', guestEmail: 'E-mail', guestPhone: 'Téléphone', cc: 'Cc', ccOffered: 'Cc à confirmer', productId: 'Produit', orderId: 'Commande',
      parentId: 'Ticket parent', queueId: 'File d’attente', ownerId: 'Responsable', slaPolicyId: 'Niveau de service', firstReplyDue: 'Première réponse attendue', firstReplyAt: 'Première réponse',
      resolutionDue: 'Résolution attendue', resolvedAt: 'Résolu le', slaSince: 'Niveau de service depuis', waitingSince: 'En attente depuis', waitedMinutes: 'Attente (minutes ouvrées)',
      firstReplyFailedAt: 'Première réponse en retard', resolutionFailedAt: 'Résolution en retard', cause: 'Cause', resolution: 'Résolution', rating: 'Évaluation', ratingComment: 'Commentaire de l’évaluation', ratedAt: 'Évalué le', tags: 'Étiquettes',
    },
  },
  user: {
    one: 'Utilisateur', many: 'Utilisateurs',
    fields: {
      name: 'Nom', email: 'E-mail', teamId: 'Équipe', role: 'Rôle', locale: 'Langue', timeZone: 'Fuseau horaire', skills: 'Compétences', active: 'Actif', poolLimit: 'Maximum pris dans le pool',
    },
  },
  affiliation: {
    one: 'Rattachement', many: 'Rattachements',
    fields: { contactId: 'Contact', accountId: 'Compte', role: 'Rôle', from: 'Du', to: 'Au', primary: 'Principal' },
  },
  attachment: {
    one: 'Pièce jointe', many: 'Pièces jointes',
    fields: { table: 'Objet', recordId: 'Fiche', name: 'Nom du fichier', type: 'Type', bytes: 'Taille (octets)', blobId: 'Contenu', followsId: 'Version précédente', addedAt: 'Ajoutée le' },
  },
  dealParty: {
    one: 'Intervenant', many: 'Intervenants',
    fields: {
      dealId: 'Affaire', contactId: 'Contact', accountId: 'Compte',
      role: { label: 'Rôle', options: { decisionMaker: 'Décideur', user: 'Utilisateur', competitor: 'Concurrent', channelPartner: 'Partenaire de distribution', designInstitute: 'Bureau d’études', contractor: 'Entreprise exécutante' } },
    },
  },
  product: {
    one: 'Produit', many: 'Produits',
    fields: {
      name: 'Nom', code: 'Référence', category: 'Catégorie', parentId: 'Partie du lot', price: 'Prix', cost: 'Coût', unit: 'Unité', taxPercent: 'Taxe (%)', active: 'En vente', description: 'Description',
    },
  },
  relationship: {
    one: 'Relation', many: 'Relations',
    fields: {
      fromTable: 'De (objet)', fromId: 'De', toTable: 'Vers (objet)', toId: 'Vers',
      kind: { label: 'Type', options: { householdMember: 'Membre du foyer', referrer: 'Recommandé par', dealerOf: 'Revendeur de', reportsTo: 'Rend compte à' } },
    },
  },
};

const systemWords: FieldWords<typeof systemFields> = {
  id: 'Identifiant', version: 'Version', createdAt: 'Créé le', updatedAt: 'Modifié le', createdBy: 'Créé par', updatedBy: 'Modifié par',
};

/** Gives the labels of declarations their French, as `addChinese` gives them their Chinese. */
export function addFrench(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('fr', french, entityOf);
  if (system) addFieldWords('fr', systemWords, system);
}
