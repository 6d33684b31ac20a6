import type { Phrases } from './phrases.ts';

export const es: Phrases = {
  deals: [
    'Almacén frigorífico, nave {n}',
    'Reforma de {n} cámaras',
    'Abatidor para la planta de {city}',
    'Vitrinas para {n} tiendas',
    'Enfriadora, llave en mano',
    'Plan de mantenimiento, {n} años',
    'Aire comprimido en {city}',
    'Telemetría, {n} sondas',
    'Congeladores',
    'Contrato de repuestos',
  ],
  call: [
    [
      'Pregunta por el plazo de {product}',
      'Lo quieren en marcha antes de la temporada. Prometí fechas para el viernes.',
    ],
    ['Repasamos la oferta revisada', 'El precio está bien. Falta aprobar el pago en tres plazos.'],
    ['Localicé a {name} a la segunda', 'El comité se reúne la semana que viene y decide después.'],
    ['Sin respuesta, dejé recado', 'Pedí que llamara por la visita técnica.'],
    ['Hablamos del presupuesto', 'Solo hay partida este año. Mejor pedir antes de fin de mes.'],
  ],
  email: [
    ['Oferta de {product} enviada', 'Adjuntos la oferta, el plano y las referencias.'],
    ['Re: distribución de la cámara', 'La puerta pasa al lado norte. Ingeniería tiene el plano.'],
    ['Piden la ficha técnica', 'Necesitan la ficha de {product} con el ruido a plena carga.'],
    ['Acta de la reunión', 'Pendiente: acometida, grúa y acceso.'],
    ['Confirmación de pedido', 'Confirmado con semana de entrega. Sigue la factura de anticipo.'],
  ],
  meeting: [
    ['Reunión de arranque con {name}', 'Acordamos alcance, interlocutores y calendario. Sigue la visita técnica.'],
    ['Revisión técnica', 'Vimos el esquema. Pendiente el desagüe y el cuadro.'],
    ['Reunión de contrato', 'Penalización limitada al cinco por ciento.'],
  ],
  visit: [
    ['Visita técnica en {city}', 'Medimos la nave y revisamos la acometida: quedan 250 A.'],
    ['Puesta en marcha', 'Menos 22 grados en nueve horas. El cliente firmó el acta.'],
  ],
  note: [
    ['Prefiere el correo', 'Está todo el día en planta; lee el correo antes de las ocho.'],
    ['Decide compras', 'A partir de 50.000 € hacen falta dos ofertas.'],
  ],
  message: [['Envió una foto de la placa', 'Se lee el número de serie; es de 2014.']],
  task: [
    'Enviar la oferta revisada',
    'Devolver la llamada por la visita',
    'Preparar el contrato',
    'Pedir el plano',
    'Confirmar el plazo de {product}',
    'Seguimiento de la oferta',
    'Visita en {city}',
  ],
  lost: ['Precio', 'Proyecto aplazado', 'Eligió a un competidor', 'Sin presupuesto', 'Ya no responde'],
  tickets: [
    [
      'El compresor se para a los 20 minutos',
      'Desde esta mañana el compresor de {product} se para a los 20 minutos. Sale E{n}.',
      'Compruebe si el condensador está sucio. Un técnico puede ir mañana a las diez.',
    ],
    [
      'Junta de la puerta rota',
      'La junta de la cámara está rota por abajo. ¿Pueden enviar otra?',
      'La junta va de camino. Se cambia en diez minutos.',
    ],
    [
      'Factura con dirección equivocada',
      'Cambien la dirección de la última factura, por favor.',
      'Corregida; va adjunta.',
    ],
  ],
  tags: ['cadena de frío', 'ISO 9001', 'feria', 'acuerdo marco', 'alimentación'],
};
