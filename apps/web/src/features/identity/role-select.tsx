import { assignableRoles, isRole, type Role } from '@lettershop/contracts/permissions'
import { Select } from '@mantine/core'
import { texts } from '../../texts.ts'
import { useOrganization } from './session.ts'

const words = texts.identity

/** Roles that the person here may give, each with what it allows. */
export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { role: own } = useOrganization()
  return (
    <Select
      label={words.role}
      description={words.roleHints[value]}
      data={assignableRoles(own).map(role => ({ value: role, label: words.roles[role] }))}
      value={value}
      allowDeselect={false}
      onChange={role => isRole(role) && onChange(role)}
    />
  )
}
