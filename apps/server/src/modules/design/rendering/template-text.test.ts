import { expect, test } from 'vitest'
import { guessMapping } from '../mapping/guess.ts'
import { requiredVariables } from './template-text.ts'

test('required is what is printed somewhere without a default or a question before it', () => {
  const document = {
    objects: [
      { text: "Dear {{ first_name | default: 'neighbour' }}" },
      { text: '{{ last_name }} {{- city }}' },
      { text: '{% if company != blank %}{{ company }}{% endif %}' },
      { text: '{% if member %}Yes{% endif %}', lettershop: { visible: '{{ shown }}' } },
      { text: '{{ title | default: "x" }} and {{ title }}' },
    ],
  }
  const variables = ['first_name', 'last_name', 'city', 'company', 'member', 'shown', 'title']
  expect(requiredVariables(document, variables)).toEqual(['last_name', 'city', 'title'])
})

test('the mapping is guessed from names and other words for them; a column of ours wins over a field of the list', () => {
  expect(
    guessMapping(
      ['FirstName', 'zip', 'Offer Code', 'email', 'tracking_url', 'nothing'],
      ['offer_code', 'E-Mail'],
    ),
  ).toEqual({
    FirstName: 'first_name',
    zip: 'postal_code',
    'Offer Code': 'fields.offer_code',
    email: 'email',
  })
})
