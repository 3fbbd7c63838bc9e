import { Box, Group, Paper, Skeleton, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { type ColumnDef, type Header, type RowData, tableFeatures, useTable } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import type { Page } from '../api.ts'
import type { ListSearch } from '../search.ts'
import { texts } from '../texts.ts'
import classes from './data-table.module.css'
import { TablePager } from './table-pager.tsx'

/** What columns may say beside TanStack's own. */
export interface ColumnMeta {
  /** Figures stand to the right. */
  figure?: boolean
  /** Left out below this width, where the table would not fit. */
  hiddenBelow?: 'sm' | 'md'
  /** Width in pixels of columns that need no more. */
  width?: number
  /** Name of the sort at the server, where the list can be sorted by it. */
  sort?: string
}

const features = tableFeatures({ columnMeta: {} as ColumnMeta })
export type Features = typeof features
/** A column; cells get the row by `info.row.original`. */
export type Column<T extends RowData> = ColumnDef<Features, T>

interface DataTableProps<T extends RowData> {
  /** For those who cannot see that it is a table of campaigns. */
  label: string
  columns: Column<T>[]
  page: Page<T> | undefined
  search: ListSearch
  /** Changes the address: every state of a list can be shared. */
  onSearch: (search: ListSearch) => void
  rowKey: (row: T) => string
  /** Stands in place of the rows when there is none. */
  empty: ReactNode
  /** Old rows are still shown while new ones are on their way. */
  busy?: boolean
}

/** A list as a table: columns by TanStack Table, rows by keyset pages of the server, state in the address. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { columns, page, rowKey, search, onSearch, label, busy } = props
  const table = useTable({ features, columns, data: page?.data ?? [], getRowId: rowKey })
  if (page && page.data.length === 0 && search.cursor === undefined)
    return (
      <Paper withBorder radius="lg">
        {props.empty}
      </Paper>
    )
  return (
    <Paper withBorder radius="lg" className={classes.paper}>
      <Box className={classes.scroll}>
        <Table className={classes.table} data-busy={busy || undefined} aria-label={label} aria-busy={busy}>
          <Table.Thead>
            {table.getHeaderGroups().map(group => (
              <Table.Tr key={group.id}>
                {group.headers.map(header => (
                  <HeaderCell key={header.id} header={header} search={search} onSearch={onSearch}>
                    <table.FlexRender header={header} />
                  </HeaderCell>
                ))}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {page === undefined
              ? [1, 2, 3, 4, 5].map(line => <WaitingRow key={line} columns={columns.length} />)
              : table.getRowModel().rows.map(row => (
                  <Table.Tr key={row.id}>
                    {row.getAllCells().map(cell => (
                      <Table.Td key={cell.id} {...look(cell.column.columnDef.meta)}>
                        <table.FlexRender cell={cell} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
          </Table.Tbody>
        </Table>
      </Box>
      {page && <TablePager page={page} search={search} onSearch={onSearch} />}
    </Paper>
  )
}

function look(meta: ColumnMeta | undefined) {
  return {
    ta: meta?.figure ? ('right' as const) : undefined,
    'data-figure': meta?.figure || undefined,
    w: meta?.width,
    visibleFrom: meta?.hiddenBelow,
  }
}

interface HeaderCellProps<T extends RowData> {
  header: Header<Features, T, unknown>
  search: ListSearch
  onSearch: (search: ListSearch) => void
  children: ReactNode
}

function HeaderCell<T extends RowData>({ header, search, onSearch, children }: HeaderCellProps<T>) {
  const { meta, header: name } = header.column.columnDef
  const sort = meta?.sort
  if (sort === undefined)
    return (
      <Table.Th scope="col" {...look(meta)}>
        {children}
      </Table.Th>
    )
  const direction = search.sort === sort ? 'ascending' : search.sort === `-${sort}` ? 'descending' : 'none'
  const Arrow = { ascending: IconArrowUp, descending: IconArrowDown, none: IconArrowsSort }[direction]
  const next = direction === 'ascending' ? `-${sort}` : sort
  return (
    <Table.Th scope="col" aria-sort={direction} {...look(meta)}>
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSearch({ ...search, sort: next, cursor: undefined })}
        aria-label={texts.table.sortBy(String(name))}
      >
        <Group gap={4} wrap="nowrap" component="span">
          <Text span inherit>
            {children}
          </Text>
          <Arrow size={14} aria-hidden />
        </Group>
      </UnstyledButton>
    </Table.Th>
  )
}

function WaitingRow({ columns }: { columns: number }) {
  return (
    <Table.Tr>
      <Table.Td colSpan={columns}>
        <Box py={4}>
          <Skeleton height={14} radius="sm" />
        </Box>
      </Table.Td>
    </Table.Tr>
  )
}
