import {
  currentAssets,
  type Inspection,
  inspectDesign,
  type RunStatement,
  selectVersion,
} from '#modules/design/index.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { Services } from '#platform/services.ts'

/**
 * The look at the design of a draft, with the assets as they are now.
 * @throws {AppError} `not_found` for a version that is not there
 */
export async function inspectTemplate(
  run: RunStatement,
  services: Pick<Services, 'storage'>,
  templateId: string,
  version: number,
): Promise<Inspection> {
  const { rows } = await run(selectVersion(templateId, version))
  if (!rows[0])
    throw new AppError('not_found', {
      message: 'The template of this campaign was deleted. Restore it first.',
    })
  return inspectDesign(rows[0].document, currentAssets(run, services.storage))
}
