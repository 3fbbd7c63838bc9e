import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { texts } from '../../texts.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { useCan } from '../identity/session.ts'
import type { Campaign } from './campaign.api.ts'
import { type Step, stepsFrom } from './campaign-steps.ts'
import { useStep } from './use-step.ts'

const words = texts.campaigns

/** The next step as one clear button, and the ways aside behind a menu; those that undo work ask first. */
export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const { next, aside } = stepsFrom(campaign.status, useCan())
  const take = useStep(campaign.id)
  const [asked, setAsked] = useState<Step>()
  return (
    <>
      {aside.length > 0 && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={texts.actions.more}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {aside.map(step => (
              <Menu.Item
                key={step.name}
                color={step.name === 'cancel' ? 'red' : undefined}
                onClick={() => setAsked(step)}
              >
                {words.steps[step.name]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {next && (
        <Button loading={take.isPending} onClick={() => take.mutate(next)}>
          {words.steps[next.name]}
        </Button>
      )}
      <AsideQuestion step={asked} onClose={() => setAsked(undefined)} onConfirm={step => take.mutate(step)} />
    </>
  )
}

interface AsideQuestionProps {
  step: Step | undefined
  onClose: () => void
  onConfirm: (step: Step) => void
}

function AsideQuestion({ step, onClose, onConfirm }: AsideQuestionProps) {
  const kind = step?.name === 'cancel' ? 'cancel' : 'backToDraft'
  return (
    <Confirm
      opened={step !== undefined}
      title={words.confirmTitle[kind]}
      text={words.confirmText[kind]}
      action={words.steps[kind]}
      keep={words.keep}
      onClose={onClose}
      onConfirm={() => {
        if (step) onConfirm(step)
        onClose()
      }}
    />
  )
}
