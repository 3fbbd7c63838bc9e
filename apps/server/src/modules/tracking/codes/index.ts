export { canonical } from './base32.ts'
export {
  type CarriedPiece,
  dayOf,
  type LinkMethod,
  parseCode,
  ROUTE_KEY_LENGTH,
  type WrittenCode,
} from './code.ts'
export { type CodeMakerOptions, codeMaker } from './code-maker.ts'
export { openSealed } from './sealed.ts'
export { type Keys, openSigned } from './signed.ts'
