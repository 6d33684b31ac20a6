import type { Phrases } from './phrases.ts';

export const en: Phrases = {
  deals: [
    'Cold store, hall {n}',
    'Retrofit of {n} cold rooms',
    'Blast freezer for the {city} plant',
    'Display cases, {n} shops',
    'Chiller, turnkey',
    'Heat pump for the drying line',
    'Service plan, {n} years',
    'Ice machines, {n} units',
    'Compressed air for the {city} site',
    'Monitoring, {n} sensors',
    'Spare parts contract',
    'Milk cooling, new parlour',
    'Process cooling, phase {n}',
    'Walk-in freezers',
  ],
  call: [
    [
      'Asked about delivery of {product}',
      'Wants the units on site before the season starts. I promised dates by Friday.',
    ],
    ['Talked through the revised quote', 'Price is fine. Payment in three parts still needs approval on their side.'],
    ['Reached {name} on the second try', 'The steering group meets next week; the decision is expected after that.'],
    ['Call about energy use', 'Compared kWh per tonne with the machine they have. Sending the sheet.'],
    ['Quick check-in', 'All is well with the installation. May need a second unit next year.'],
    ['No answer, left a message', 'Asked to call back about the site survey.'],
    ['Budget talk', 'Budget is approved for this year only. An order by month end would help both.'],
  ],
  email: [
    ['Quote for {product} sent', 'Attached: the quote, the drawing and the reference list.'],
    ['Re: layout of the cold room', 'They moved the door to the north side. Engineering has the new drawing.'],
    ['Data sheet requested', 'Needs the data sheet of {product} with noise levels at full load.'],
    ['Thank you for the visit', 'Minutes of our meeting and the open points: power supply, crane, access road.'],
    ['Question about the warranty', 'Asks whether five years cover the compressor as well.'],
    ['Order confirmation', 'Confirmed with the delivery week. The deposit invoice follows.'],
  ],
  meeting: [
    ['Kick-off with {name}', 'Agreed on scope, contacts and a first schedule. Next: site survey.'],
    ['Technical review', 'Went through the P&ID. Open: condensate drain and the control cabinet.'],
    ['Contract meeting', 'Penalties capped at five percent. Legal will send the wording.'],
    ['Demo of the remote monitoring', 'Liked the alarms by phone. Asked for access for two shifts.'],
  ],
  visit: [
    ['Site survey in {city}', 'Measured the hall, took photos, checked the power supply: 250 A are free.'],
    ['Visit during start-up', 'Down to minus 22 degrees after nine hours. Customer signed the protocol.'],
    ['Stand at the trade fair', 'Came with a colleague. Interested in {product}; send the price list.'],
  ],
  note: [
    ['Prefers email to phone', 'In the plant all day; reads mail before eight.'],
    ['Decision goes through purchasing', 'Anything above 50k needs a second quote.'],
    ['Competitor was here', 'Polarkälte offered ten percent less, without installation.'],
  ],
  message: [
    ['Sent a photo of the name plate', 'Serial number is readable, the model is from 2014.'],
    ['Is Thursday still fine?', 'Confirmed for 14:00.'],
  ],
  task: [
    'Send the revised quote',
    'Call back about the site survey',
    'Prepare the contract',
    'Ask for the floor plan',
    'Check the delivery date of {product}',
    'Follow up on the quote',
    'Arrange the acceptance test',
    'Visit in {city}',
  ],
  lost: ['Price', 'Project postponed', 'Chose a competitor', 'No budget', 'No answer any more'],
  tickets: [
    [
      'Compressor stops after 20 minutes',
      'Since this morning the compressor of {product} stops after about 20 minutes. Error E{n} shows on the panel.',
      'Please check whether the condenser is dirty. A technician can be with you tomorrow at ten.',
    ],
    [
      'Door seal is torn',
      'The seal of the cold room door is torn at the bottom. Can you send a new one?',
      'The seal is on its way. It takes ten minutes to change; the sheet is in the box.',
    ],
    [
      'Invoice shows the wrong address',
      'Please change the address on the last invoice.',
      'Corrected, the new invoice is attached.',
    ],
    [
      'Temperature alarm at night',
      'We had three alarms between two and four. The temperature looks fine now.',
      'The log shows a long defrost. We changed the interval; please tell us if it happens again.',
    ],
    [
      'Delivery is late',
      'The parts were promised for Monday. When will they come?',
      'They left our store today. You can follow them with the number in the mail.',
    ],
    [
      'How do I reset the panel?',
      'After the power cut the display stays dark.',
      'Hold the two outer keys for five seconds.',
    ],
  ],
  tags: ['cold chain', 'ISO 9001', 'trade fair', 'framework agreement', 'key account', 'food', 'logistics'],
};
