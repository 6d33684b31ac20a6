import type { Phrases } from './phrases.ts';

export const fr: Phrases = {
  deals: [
    'Entrepôt frigorifique, hall {n}',
    'Rénovation de {n} chambres froides',
    'Cellule de surgélation, site de {city}',
    'Vitrines pour {n} boutiques',
    'Groupe froid clé en main',
    'Contrat d’entretien, {n} ans',
    'Air comprimé à {city}',
    'Télésurveillance, {n} sondes',
    'Chambres négatives',
    'Contrat de pièces',
  ],
  call: [
    ['Question sur le délai de {product}', 'Doit tourner avant la saison. Dates promises pour vendredi.'],
    ['Revu l’offre modifiée', 'Le prix convient. Le paiement en trois fois attend l’accord interne.'],
    ['Joint {name} au deuxième essai', 'Le comité se réunit la semaine prochaine, décision ensuite.'],
    ['Pas de réponse, message laissé', 'Demandé de rappeler pour la visite du site.'],
    ['Point sur le budget', 'Budget accordé pour cette année seulement.'],
  ],
  email: [
    ['Offre {product} envoyée', 'Joints : l’offre, le plan et les références.'],
    ['Re : plan de la chambre froide', 'La porte passe côté nord. Le bureau d’études a le plan.'],
    ['Fiche technique demandée', 'Il faut la fiche de {product} avec le bruit à pleine charge.'],
    ['Compte rendu de la réunion', 'À régler : alimentation, grue, accès.'],
    ['Confirmation de commande', 'Confirmée avec la semaine de livraison.'],
  ],
  meeting: [
    ['Lancement avec {name}', 'Périmètre, contacts et calendrier fixés. Ensuite : visite du site.'],
    ['Revue technique', 'Schéma passé en revue. Reste l’évacuation et l’armoire.'],
    ['Réunion de contrat', 'Pénalités plafonnées à cinq pour cent.'],
  ],
  visit: [
    ['Visite du site à {city}', 'Hall mesuré, photos prises, 250 A disponibles.'],
    ['Mise en service', 'Moins 22 degrés en neuf heures. Procès-verbal signé.'],
  ],
  note: [
    ['Préfère le courriel', 'À l’usine toute la journée ; lit ses messages avant huit heures.'],
    ['Décision aux achats', 'Au-delà de 50 000 €, deux offres sont exigées.'],
  ],
  message: [['A envoyé une photo de la plaque', 'Numéro de série lisible, modèle de 2014.']],
  task: [
    'Envoyer l’offre modifiée',
    'Rappeler pour la visite',
    'Préparer le contrat',
    'Demander le plan',
    'Vérifier le délai de {product}',
    'Relancer l’offre',
    'Visite à {city}',
  ],
  lost: ['Prix', 'Projet reporté', 'A choisi un concurrent', 'Pas de budget', 'Ne répond plus'],
  tickets: [
    [
      'Le compresseur s’arrête après 20 minutes',
      'Depuis ce matin le compresseur de {product} s’arrête après 20 minutes. L’écran affiche E{n}.',
      'Vérifiez si le condenseur est sale. Un technicien peut passer demain à dix heures.',
    ],
    [
      'Joint de porte déchiré',
      'Le joint de la chambre froide est déchiré en bas. Pouvez-vous en envoyer un ?',
      'Le joint est parti. Le changement prend dix minutes.',
    ],
    [
      'Adresse erronée sur la facture',
      'Merci de corriger l’adresse de la dernière facture.',
      'C’est corrigé, la facture est jointe.',
    ],
  ],
  tags: ['chaîne du froid', 'ISO 9001', 'salon', 'accord-cadre', 'agroalimentaire'],
};
