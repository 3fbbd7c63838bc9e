/**
 * Writes two small files that are wrong in the ways that real exports are wrong, to try the importer on.
 *
 *     node demo/make-messy.ts
 *
 * `README.md` says line by line what an importer has to notice.
 */
import { writeFile } from 'node:fs/promises'

const header =
  'Cust. no.;FIRST NAME;Surname ;Firm;Mail;Tel.;Address 1;Address 2;Town;ST;ZIP Code;Member (Y/N);Notes'

/** Each entry is one record as it stands in the file; some span several lines. */
const records = [
  'M-001;Noémie;Lévesque;;noemie@example.com;(413) 555-0111;12 Mill Road;;Northampton;MA;01060;Y;',
  'M-002;Seán;"O’Brien; the younger";"""Brien"" & Sons";sean@example.org;(802) 555-0112;7 School Street;;Brattleboro;VT;05301;N;quotes and the delimiter inside fields',
  'M-003;Marisol;Ortega;;marisol@example.net;(207) 555-0113;"88 Casco Street\r\nback door";;Portland;ME;04101;Y;"Note over\r\n\r\nthree lines"',
  ' M-004 ;  Zoë ; Größmann ;;ZOE@EXAMPLE.COM ;(603) 555-0114; 5 Granite Street ;;Concord;nh;03301;yes;blanks around values, state in small letters',
  'M-005;Ruth;Howe;;ruth@example.com;(860) 555-0115;3 Slip Lane;;Mystic;CT;6355;Y;ZIP has lost its zero',
  'M-006;Amos;Blake;;amos@example.com;(401) 555-0116;41 Benefit Hill;;Providence;RI;02906',
  'M-007;Clara;Stone;;clara@example.com;(413) 555-0117;9 Elm Street;;Amherst;MA;01002;N;one field; too many',
  'M-008;Henry;Nash;;henry(at)example.com;(413) 555-0118;20 Elm Street;;Amherst;MA;01002;N;not a mail address',
  'M-009;;;;;;;;;;;;',
  'M-010;Ida;Page;;ida@example.com;(518) 555-0119;;;Hudson;NY;12534;N;no street',
  '',
  'M-011;Peter;Chase;;peter@example.com;(609) 555-0120;14 Canal Road;;Princeton;ZZ;08540;N;no such state',
  'M-012;Joan;Dyer;;joan@example.com;(203) 555-0121;31 Chapel Row;Apt 4;New Haven;CT;ABCDE;Y;letters for a ZIP code',
  'M-001;Noémie;Lévesque;;noemie@example.com;(413) 555-0111;12 Mill Road;;Northampton;MA;01060;Y;the first record again, word for word',
  'M-013;NOEMIE;LEVESQUE;;Noemie@Example.com;413.555.0111;12 Mill Rd.;;Northampton;MA;01060-2231;Y;the same person, written differently',
  'M-014;=HYPERLINK("http://example.com");Formula;;formula@example.com;;1 Test Lane;;Keene;NH;03431;N;a spreadsheet formula where a name should be',
  "M-015;Robert'); DROP TABLE recipient;--;;bobby@example.com;;2 Test Lane;;Keene;NH;03431;N;SQL in a name, and the semicolon in it shifts the row",
  'M-016;<b>Lou</b>;{{ offer_code }};;lou@example.com;;3 Test Lane;;Keene;NH;03431;N;markup and Liquid in names must come out as typed',
  'M-017;Frances;Gage;;frances@example.com;(978) 555-0122;6 Quarry Road;;Manchester-by-the-Sea;MA;01944;Y;the last good one',
  'M-018;Silas;"Never closed;;silas@example.com;;8 Quarry Road;;Worcester;MA;01602;N;the quote runs to the end of the file',
]

const text = [header, ...records].join('\r\n')
const folder = new URL('lists/', import.meta.url)

// Excel's "Unicode text": UTF-16, little end first, with a byte order mark.
await writeFile(new URL('messy.csv', folder), Buffer.from(`\ufeff${text}`, 'utf16le'))

/** Windows-1252 differs from Latin-1 in 0x80 to 0x9f; of those only the apostrophe occurs here. */
const windows1252 = Buffer.from(text.replaceAll('’', '\u0092'), 'latin1')
await writeFile(new URL('messy-windows-1252.csv', folder), windows1252)

let line = 2
for (const record of records) {
  console.log(`line ${String(line).padStart(2)}  ${record.slice(0, 60).replaceAll('\r\n', '\\n')}`)
  line += record.split('\r\n').length
}
