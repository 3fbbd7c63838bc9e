import type { RequestOrganization } from '#platform/http/context.ts'
import type { PieceRow } from './piece.queries.ts'

/** A piece with the addresses of what is made on demand; none for who got no piece. */
export function presentPiece(row: PieceRow, organization: Pick<RequestOrganization, 'slug'>) {
  const own = `/v1/orgs/${organization.slug}/campaigns/${row.campaign_id}/recipients/${row.id}`
  const exists = row.piece_number !== null
  return {
    ...row,
    qr_code_url: row.variables['tracking_url'] ?? null,
    personalized_pdf_url: exists ? `${own}/piece.pdf` : null,
    personalized_png_url: exists ? `${own}/piece.png` : null,
    personalized_canvas_json_url: exists ? `${own}/design.json` : null,
  }
}
