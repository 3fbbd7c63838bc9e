/**
 * What the designer in the browser shares with the PDF: the document's schema, formats and findings, line breaking,
 * variables, and where elements lie. Nothing here needs Node, fonts or HarfBuzz; `browser.test.ts` holds that.
 */
export {
  type Design,
  type DesignDocument,
  type DesignPage,
  designDocument,
  readDesign,
} from './document/design.ts'
export { FINDING_RULES, type Finding, type FindingRule } from './document/findings.ts'
export { FORMATS, formatOf, type PageFormat, parseLength, parseSize, type Zone } from './document/formats.ts'
export { DOCUMENT_VERSION } from './document/migrate.ts'
export type { Element } from './document/read-element.ts'
export { placement } from './drawing/placement.ts'
export { variablesOf } from './personalise/variables.ts'
export { graphemesOf } from './text/graphemes.ts'
export {
  kernedWidths,
  type Line,
  layoutText,
  type MeasuredStyle,
  type Meter,
  type TextLayout,
  type TextSpec,
} from './text/layout.ts'
export { ENGINE_VERSION } from './version.ts'
