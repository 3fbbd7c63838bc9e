import type { MappingTarget } from '@lettershop/contracts'
import { comparable } from '../normalise/comparable.ts'

/** What headers of lists are called: English as shops, printers and CRMs export it, and the languages around. */
const WORDS: Readonly<Record<string, string>> = {
  first_name:
    'first name|firstname|first|fname|f name|given name|givenname|given|forename|christian name|name first|contact first name|recipient first name|vorname|prenom|nombre|nombre de pila|primer nombre|nome|nome proprio|voornaam|imie|fornamn|fornavn|etunimi',
  last_name:
    'last name|lastname|last|lname|l name|surname|family name|familyname|name last|contact last name|recipient last name|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|achternaam|nazwisko|efternamn|efternavn|sukunimi',
  full_name:
    'name|full name|fullname|contact|contact name|recipient|recipient name|customer name|vollstandiger name|nom complet|nombre completo|nome completo|volledige naam|naam|addressee',
  company:
    'company|company name|firm|firm name|organization|organisation|organization name|business|business name|employer|account name|firma|unternehmen|societe|entreprise|empresa|azienda|ditta|bedrijf|foretag|virksomhed',
  email:
    'email|e mail|mail|email address|e mail address|mail address|emailaddress|email 1|primary email|contact email|courriel|correo|correo electronico|e mail adresse|mailadresse|adresse email|indirizzo email|e post|epost|sahkoposti',
  phone:
    'phone|phone number|phonenumber|tel|telephone|telephone number|phone no|mobile|mobile phone|mobile number|cell|cell phone|cellphone|primary phone|home phone|telefon|telefonnummer|rufnummer|handy|mobil|telefono|movil|cellulare|telefoon|telefone|telefonnr|puhelin',
  address_line1:
    'address|address 1|address1|address line 1|addressline1|address line1|addr|addr1|addr 1|street|street 1|street1|street address|street address 1|mailing address|mailing street|mailing address 1|home address|delivery address|shipping address 1|shipping street|billing street|strasse|str|strasse hausnummer|strasse und hausnummer|strasse nr|anschrift|adresse|adresse 1|rue|direccion|calle|domicilio|indirizzo|via|endereco|rua|straat|adres|ulica|gata|adress|katuosoite|osoite',
  address_line2:
    'address 2|address2|address line 2|addressline2|address line2|addr2|addr 2|street 2|street2|street address 2|apt|apartment|apt suite|apt unit|suite|unit|apt no|apt number|unit number|mailing address 2|shipping address 2|adresszusatz|zusatz|adresse 2|complement|complement d adresse|complemento|piso',
  city: 'city|town|city town|city name|municipality|locality|post town|mailing city|shipping city|billing city|ort|stadt|wohnort|ville|ciudad|poblacion|localidad|citta|comune|cidade|plaats|woonplaats|miasto|stad|by|postort|kaupunki',
  state:
    'state|st|state code|state province|state region|province|prov|region|county|mailing state|shipping state|billing state|bundesland|land kanton|kanton|etat|estado|provincia|provincie|wojewodztwo',
  postal_code:
    'zip|zip code|zipcode|zip 5|zip5|zip 4|zip plus 4|zip postal code|postal code|postalcode|post code|postcode|postal|mailing zip|shipping zip|billing zip|mailing postal code|plz|postleitzahl|code postal|cp|codigo postal|cap|cep|kod pocztowy|postnummer|postnr|postinumero',
  country:
    'country|country code|countrycode|country name|nation|mailing country|shipping country|billing country|land|staat|pays|pais|paese|kraj|maa',
}

const targets = new Map(
  Object.entries(WORDS).flatMap(([target, words]) =>
    words.split('|').map(word => [word, target as MappingTarget] as const),
  ),
)

/** What a header's words say of a column; undefined when they are not among those known. */
export function targetOfHeader(header: string): MappingTarget | undefined {
  // "FirstName" and "first_name" are read as two words, "EMail" as it stands.
  const words = comparable(header.replaceAll(/([a-z])([A-Z])/g, '$1 $2'))
  return targets.get(words) ?? targets.get(comparable(header))
}

/** For telling a header from a row. */
export const isHeaderWord = (cell: string): boolean => targetOfHeader(cell) !== undefined
