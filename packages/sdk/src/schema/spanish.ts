import type { EntityName } from './entities.ts';
import type { Entity, Fields, systemFields } from './entity.ts';
import type { processFields } from './process.ts';
import { type FieldWords, type ShownWords, addFieldWords, addWords } from './words.ts';

const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: 'Pipeline', stageId: 'Etapa', stageSince: 'En esta etapa desde', rank: 'Orden', closedAt: 'Cierre', lostReason: 'Motivo de pérdida',
};

const spanish: ShownWords = {
  account: {
    one: 'Cuenta', many: 'Cuentas',
    fields: {
      name: 'Nombre',
      kind: { label: 'Tipo', options: { organisation: 'Organización', person: 'Persona', household: 'Hogar' } },
      parentId: 'Cuenta principal', roles: 'Roles', status: 'Estado', industry: 'Sector', website: 'Sitio web', employees: 'Empleados', annualRevenue: 'Ingresos anuales',
      yearFounded: 'Año de fundación', emails: 'Correo electrónico', phones: 'Teléfono', addresses: 'Dirección', socials: 'Mensajería', ownerId: 'Responsable', tags: 'Etiquetas',
      description: 'Descripción', lastContactAt: 'Último contacto', poolReason: 'Motivo de devolución al fondo común', erasedAt: 'Datos personales borrados el',
    },
  },
  activity: {
    one: 'Actividad', many: 'Actividades',
    fields: {
      kind: 'Tipo', subject: 'Asunto', body: 'Texto', at: 'Fecha', endsAt: 'Fin', timeZone: 'Zona horaria', dueAt: 'Vencimiento', remindAt: 'Recordatorio', done: 'Hecho', channel: 'Canal',
      direction: { label: 'Sentido', options: { in: 'Entrante', out: 'Saliente' } },
      purpose: 'Finalidad', outcome: 'Resultado', priority: 'Prioridad', seconds: 'Duración (segundos)', place: 'Lugar', threadId: 'Hilo', ownerId: 'Responsable', source: 'Origen', details: 'Detalles',
    },
  },
  consent: {
    one: 'Consentimiento', many: 'Consentimientos',
    fields: {
      contactId: 'Contacto', leadId: 'Cliente potencial', purpose: 'Finalidad', channel: 'Canal',
      state: { label: 'Estado', options: { given: 'Otorgado', refused: 'Denegado', withdrawn: 'Retirado', asked: 'Por confirmar' } },
      source: 'Origen', evidence: 'Prueba', at: 'Fecha',
    },
  },
  contact: {
    one: 'Contacto', many: 'Contactos',
    fields: {
      name: 'Nombre', givenName: 'Nombre de pila', familyName: 'Apellidos', locale: 'Idioma', salutation: 'Tratamiento', jobTitle: 'Cargo', department: 'Departamento', accountId: 'Cuenta',
      valueClass: { label: 'Clase de valor', options: { low: 'Valor bajo', secondary: 'Valor secundario', potential: 'Valor potencial', high: 'Valor alto' } },
      emails: 'Correo electrónico', phones: 'Teléfono', addresses: 'Dirección', socials: 'Mensajería', birthday: 'Fecha de nacimiento', ownerId: 'Responsable', tags: 'Etiquetas', description: 'Descripción',
      lastContactAt: 'Último contacto', erasedAt: 'Datos personales borrados el',
    },
  },
  deal: {
    one: 'Oportunidad', many: 'Oportunidades',
    fields: {
      ...processWords,
      name: 'Nombre', accountId: 'Cuenta', contactId: 'Contacto', amount: 'Importe', probability: 'Probabilidad', expectedClose: 'Cierre previsto', startedOn: 'Inicio',
      forecast: { label: 'Previsión', options: { committed: 'Comprometido', bestCase: 'Mejor caso', pipeline: 'Pipeline', omitted: 'Excluido' } },
      ownerId: 'Responsable', productId: 'Producto', competitorId: 'Competidor', leadId: 'Cliente potencial de origen', campaignId: 'Campaña', source: 'Origen', nextStep: 'Próximo paso', lines: 'Líneas',
      tags: 'Etiquetas', description: 'Descripción',
    },
  },
  lead: {
    one: 'Cliente potencial', many: 'Clientes potenciales',
    fields: {
      ...processWords,
      name: 'Nombre', givenName: 'Nombre de pila', familyName: 'Apellidos', company: 'Empresa', jobTitle: 'Cargo', emails: 'Correo electrónico', phones: 'Teléfono', source: 'Origen', campaignId: 'Campaña',
      score: 'Puntuación', amount: 'Importe previsto', ownerId: 'Responsable', tags: 'Etiquetas', description: 'Descripción', convertedAt: 'Convertido el',
      convertedAccountId: 'Convertido en cuenta', convertedContactId: 'Convertido en contacto', convertedDealId: 'Convertido en oportunidad', poolReason: 'Motivo de devolución al fondo común',
      erasedAt: 'Datos personales borrados el',
    },
  },
  order: {
    one: 'Pedido', many: 'Pedidos',
    fields: {
      number: 'Número', kind: 'Tipo', parentId: 'Pedido devuelto', accountId: 'Cuenta', contactId: 'Contacto', dealId: 'Oportunidad', status: 'Estado', orderedAt: 'Fecha del pedido', dueDate: 'Entrega prevista',
      total: 'Total', lines: 'Líneas', ownerId: 'Responsable', tags: 'Etiquetas',
    },
  },
  pipeline: {
    one: 'Pipeline', many: 'Pipelines',
    fields: { name: 'Nombre', table: 'Objeto', recordType: 'Tipo de registro', currency: 'Moneda', rank: 'Orden', active: 'Activo' },
  },
  stage: {
    one: 'Etapa', many: 'Etapas',
    fields: {
      name: 'Nombre', pipelineId: 'Pipeline',
      category: { label: 'Categoría', options: { open: 'En curso', won: 'Ganado', lost: 'Perdido' } },
      rank: 'Orden', probability: 'Probabilidad', rottingDays: 'Días hasta el aviso', requiredFields: 'Campos obligatorios', allowedTo: 'Etapas siguientes permitidas', workLimit: 'Límite',
    },
  },
  ticket: {
    one: 'Ticket', many: 'Tickets',
    fields: {
      ...processWords,
      number: 'Número', subject: 'Asunto', description: 'Descripción', type: 'Tipo',
      status: { label: 'Estado', options: { new: 'Nuevo', open: 'En curso', pending: 'A la espera del cliente', resolved: 'Resuelto', closed: 'Cerrado' } },
      priority: { label: 'Prioridad', options: { low: 'Baja', normal: 'Normal', high: 'Alta', urgent: 'Urgente' } },
      channel: 'Canal', accountId: 'Cuenta', contactId: 'Contacto', guestName: 'Nombre', guestEmail: 'Correo electrónico', guestPhone: 'Teléfono', cc: 'CC', ccOffered: 'CC por confirmar', productId: 'Producto', orderId: 'Pedido',
      parentId: 'Ticket principal', queueId: 'Cola', ownerId: 'Responsable', slaPolicyId: 'Nivel de servicio', firstReplyDue: 'Límite de primera respuesta', firstReplyAt: 'Primera respuesta',
      resolutionDue: 'Límite de resolución', resolvedAt: 'Resuelto el', slaSince: 'Nivel de servicio desde', waitingSince: 'En espera desde', waitedMinutes: 'Espera (minutos laborables)',
      firstReplyFailedAt: 'Primera respuesta con retraso', resolutionFailedAt: 'Resolución con retraso', cause: 'Causa', resolution: 'Solución', rating: 'Valoración', ratingComment: 'Comentario de la valoración', ratedAt: 'Valorado el', tags: 'Etiquetas',
    },
  },
  user: {
    one: 'Usuario', many: 'Usuarios',
    fields: {
      name: 'Nombre', email: 'Correo electrónico', teamId: 'Equipo', role: 'Rol', locale: 'Idioma', timeZone: 'Zona horaria', skills: 'Competencias', active: 'Activo', poolLimit: 'Máximo del fondo común',
    },
  },
  affiliation: {
    one: 'Vinculación', many: 'Vinculaciones',
    fields: { contactId: 'Contacto', accountId: 'Cuenta', role: 'Rol', from: 'Desde', to: 'Hasta', primary: 'Principal' },
  },
  attachment: {
    one: 'Adjunto', many: 'Adjuntos',
    fields: { table: 'Objeto', recordId: 'Registro', name: 'Nombre del archivo', type: 'Tipo', bytes: 'Tamaño (bytes)', blobId: 'Contenido', followsId: 'Versión anterior', addedAt: 'Añadido el' },
  },
  dealParty: {
    one: 'Participante', many: 'Participantes',
    fields: {
      dealId: 'Oportunidad', contactId: 'Contacto', accountId: 'Cuenta',
      role: { label: 'Rol', options: { decisionMaker: 'Decide', user: 'Usuario', competitor: 'Competidor', channelPartner: 'Socio de canal', designInstitute: 'Oficina técnica', contractor: 'Contratista' } },
    },
  },
  product: {
    one: 'Producto', many: 'Productos',
    fields: {
      name: 'Nombre', code: 'Código', category: 'Categoría', parentId: 'Parte del paquete', price: 'Precio', cost: 'Coste', unit: 'Unidad', taxPercent: 'Impuesto (%)', active: 'A la venta', description: 'Descripción',
    },
  },
  relationship: {
    one: 'Relación', many: 'Relaciones',
    fields: {
      fromTable: 'De (objeto)', fromId: 'De', toTable: 'A (objeto)', toId: 'A',
      kind: { label: 'Tipo', options: { householdMember: 'Miembro del hogar', referrer: 'Recomendado por', dealerOf: 'Distribuidor de', reportsTo: 'Depende de' } },
    },
  },
};

const systemWords: FieldWords<typeof systemFields> = {
  id: 'Identificador', version: 'Versión', createdAt: 'Creado', updatedAt: 'Modificado', createdBy: 'Creado por', updatedBy: 'Modificado por',
};

/** Gives the labels of declarations their Spanish, as `addChinese` gives them their Chinese. */
export function addSpanish(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('es', spanish, entityOf);
  if (system) addFieldWords('es', systemWords, system);
}
