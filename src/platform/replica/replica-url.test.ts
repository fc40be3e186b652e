import { expect, it } from 'vitest'
import { replicaUrlFor } from './replica-url.ts'

it('the program logs in to a replica as it does to the primary, whatever role its address names', () => {
  const appUrl = 'postgres://fourfold_app:a%40b@one.example/fourfold'
  expect(replicaUrlFor('postgres://two.example:5433/fourfold?sslmode=require', appUrl)).toBe(
    'postgres://fourfold_app:a%40b@two.example:5433/fourfold?sslmode=require',
  )
  expect(replicaUrlFor('postgres://fourfold_owner:secret@two.example/fourfold', appUrl)).toBe(
    'postgres://fourfold_app:a%40b@two.example/fourfold',
  )
})
