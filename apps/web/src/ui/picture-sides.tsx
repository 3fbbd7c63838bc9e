import { Stack } from '@mantine/core'
import { texts } from '../texts.ts'
import { Picture } from './picture.tsx'

interface PictureSidesProps {
  /** What is shown, for the descriptions of the pictures. */
  name: string
  pages: number
  /** Address of the picture of a page, from 1. */
  src: (page: number) => string
}

/** All sides of something printed, under each other. */
export function PictureSides({ name, pages, src }: PictureSidesProps) {
  return (
    <Stack gap="md">
      {Array.from({ length: pages }, (_, index) => index + 1).map(page => (
        <Picture
          key={page}
          src={src(page)}
          alt={texts.design.previewOf(name, texts.design.page(page, pages))}
        />
      ))}
    </Stack>
  )
}
