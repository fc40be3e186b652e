import { describe, expect, it } from 'vitest'
import { organisationKinds } from './organisation-store.ts'
import { changingPermissions, parts, partsFor, partsProblem, partsWith, permissionsOf } from './parts.ts'

describe('permissions', () => {
  it('are the sum of what each part gives', () => {
    expect([...permissionsOf(['lead responsible officer'])].sort()).toEqual([
      'checks.read',
      'figures.read',
      'plan.work',
      'record.export',
      'record.read',
      'record.write',
    ])
    expect(permissionsOf(['moderator', 'analyst'])).toContain('handling.change')
    expect(permissionsOf(['moderator'])).not.toContain('handling.change')
  })

  it('never let an administrator or oversight see a record', () => {
    for (const part of ['administrator', 'oversight']) {
      expect(permissionsOf([part])).not.toContain('record.read')
      expect(permissionsOf([part])).not.toContain('record.export')
      expect(permissionsOf([part])).not.toContain('extraction.run')
    }
  })

  it('let the inspector change nothing', () => {
    expect([...permissionsOf(['inspector'])].filter(permission => changingPermissions.has(permission))).toEqual([])
  })

  it('let a partner change only what is theirs in a plan, and see no figures of others', () => {
    const theirs = [...permissionsOf(['partner'])]
    expect(theirs.filter(permission => changingPermissions.has(permission))).toEqual(['plan.work'])
    for (const permission of ['checks.read', 'figures.read']) expect(theirs).not.toContain(permission)
  })

  it('are all of them for the system, and none for an unknown part', () => {
    expect([...permissionsOf(['system'])].sort()).toEqual(Object.keys(partsWith).sort())
    expect(permissionsOf(['superuser']).size).toBe(0)
  })
})

describe('parts by kind of organisation', () => {
  it('name each part for some kind, and only parts there are', () => {
    const named = new Set(organisationKinds.flatMap(kind => partsFor(kind)))
    expect([...named].sort()).toEqual([...parts].sort())
  })

  it('keep partners, inspectorate and oversight to their own part', () => {
    expect(partsProblem('Partner', ['partner'])).toBeUndefined()
    expect(partsProblem('Partner', ['partner', 'analyst'])).toBe(
      'analyst is not a part for people of this kind of organisation (Partner). Select from: partner',
    )
    expect(partsProblem('Oversight', ['analyst'])).toContain('Select from: oversight')
    expect(partsProblem('Inspectorate', ['moderator'])).toContain('Select from: inspector')
    expect(partsProblem('Police force', ['partner'])).toContain('Select from: analyst')
  })

  it('refuse none at all, and the system for anyone', () => {
    expect(partsProblem('Police force', [])).toBe('Select at least one part')
    for (const kind of organisationKinds) expect(partsProblem(kind, ['system'])).toBeDefined()
  })
})
