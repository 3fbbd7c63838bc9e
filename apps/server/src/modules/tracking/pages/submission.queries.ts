import type { FormBlock } from '@lettershop/contracts'
import { json, sql, type TenantTx } from '@lettershop/tenant-router'
import type { Piece } from './page.queries.ts'

export interface Submission {
  /** From the form's token. */
  readonly id: string
  readonly pageId: string
  readonly block: number
  readonly form: FormBlock
  readonly piece: Piece | undefined
  readonly answers: Readonly<Record<string, string>>
}

/**
 * Stores answers and the conversion that they are, together or not at all. The same token again changes nothing; a
 * second filling-in by the same piece is kept, but counts as one conversion of that piece and form.
 */
export async function storeSubmission(tx: TenantTx, submission: Submission): Promise<void> {
  const { id, pageId, block, form, piece, answers } = submission
  const who = piece ? `piece:${piece.campaign_recipient_id}` : `visitor:${id}`
  const made = await tx.execute(sql`
    insert into tracking.form_submission (id, landing_page_id, campaign_id, campaign_recipient_id, answers, consent, is_test)
    values (${id}, ${pageId}, ${piece?.campaign_id ?? null}, ${piece?.campaign_recipient_id ?? null}, ${json(answers)},
            ${answers['consent'] === 'on'}, ${piece?.is_seed ?? false})
    on conflict (tenant_id, id) do nothing`)
  if (made === 0) return
  const reference = `form:${pageId}:${block}:${who}`
  await tx.batch([
    sql`
      insert into tracking.conversion (type, value, currency, campaign_id, campaign_recipient_id, external_reference, data)
      values ('form_submit', ${form.value ?? null}, ${form.currency ?? null}, ${piece?.campaign_id ?? null},
              ${piece?.campaign_recipient_id ?? null}, ${reference}, ${json({ landing_page_id: pageId, form_submission_id: id })})
      on conflict (tenant_id, type, external_reference) do nothing`,
    sql`
      update tracking.form_submission set conversion_id =
        (select c.id from tracking.conversion c
         where c.tenant_id = platform.tenant_id() and c.type = 'form_submit' and c.external_reference = ${reference})
      where tenant_id = platform.tenant_id() and id = ${id}`,
  ])
}
