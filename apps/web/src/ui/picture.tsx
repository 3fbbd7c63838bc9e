import { Box, Center, Skeleton, Text } from '@mantine/core'
import { IconPhotoOff } from '@tabler/icons-react'
import { useState } from 'react'
import { texts } from '../texts.ts'
import classes from './picture.module.css'

interface PictureProps {
  src: string
  alt: string
  /** Width by height, so that nothing jumps when the picture comes. */
  ratio?: number
  /** Small and without a shadow, as in lists. */
  plain?: boolean
}

/** A picture of a printed side: a placeholder until it is there, and a sign when it cannot be made. */
export function Picture({ src, alt, ratio = 1.47, plain = false }: PictureProps) {
  // Keyed by address: a new picture starts anew.
  return <Loaded key={src} src={src} alt={alt} ratio={ratio} plain={plain} />
}

function Loaded({ src, alt, ratio, plain }: Required<PictureProps>) {
  const [state, setState] = useState<'waiting' | 'there' | 'failed'>('waiting')
  return (
    <Box
      className={classes.frame}
      data-plain={plain || undefined}
      style={{ aspectRatio: state === 'there' ? undefined : ratio }}
    >
      {state === 'waiting' && <Skeleton className={classes.waiting} radius={plain ? 'xs' : 'sm'} />}
      {state === 'failed' ? (
        <Center
          h="100%"
          className={classes.failed}
          role="img"
          aria-label={`${alt}: ${texts.states.pictureMissing}`}
        >
          <IconPhotoOff size={plain ? 16 : 22} aria-hidden />
          {!plain && (
            <Text size="sm" ml="xs">
              {texts.states.pictureMissing}
            </Text>
          )}
        </Center>
      ) : (
        <img
          className={classes.image}
          src={src}
          alt={alt}
          loading="lazy"
          decoding="async"
          data-state={state}
          onLoad={() => setState('there')}
          onError={() => setState('failed')}
        />
      )}
    </Box>
  )
}
