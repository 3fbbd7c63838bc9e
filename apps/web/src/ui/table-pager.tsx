import { Button, Group, Text } from '@mantine/core'
import { IconArrowBarToLeft, IconArrowRight } from '@tabler/icons-react'
import type { Page } from '../api.ts'
import { formatNumber } from '../format.ts'
import type { ListSearch } from '../search.ts'
import { texts } from '../texts.ts'
import classes from './data-table.module.css'

interface TablePagerProps {
  page: Page<unknown>
  search: ListSearch
  onSearch: (search: ListSearch) => void
}

/** Forward by the server's cursor, back by the browser: pages of a keyset have no numbers. Absent when one page is all. */
export function TablePager({ page, search, onSearch }: TablePagerProps) {
  const next = page.next ?? null
  const first = search.cursor === undefined
  if (first && next === null) return null
  return (
    <Group justify="space-between" px="md" py="xs" className={classes.pager}>
      <Text size="sm" c="dimmed">
        {page.total === undefined ? texts.table.rows(page.data.length) : formatNumber(page.total)}
      </Text>
      <Group gap="xs">
        {!first && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconArrowBarToLeft size={14} aria-hidden />}
            onClick={() => onSearch({ ...search, cursor: undefined })}
          >
            {texts.table.first}
          </Button>
        )}
        {next !== null && (
          <Button
            variant="default"
            size="xs"
            rightSection={<IconArrowRight size={14} aria-hidden />}
            onClick={() => onSearch({ ...search, cursor: next })}
          >
            {texts.table.next}
          </Button>
        )}
      </Group>
    </Group>
  )
}
