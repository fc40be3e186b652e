import type { FieldValue, RecordState } from '#platform/record'
import { type Content, FourP, Tag } from '#ui'
import { type FourP as FourPName, fourPs } from './disruption.ts'

/** One of the 4Ps with its colour; another word as it is. */
export function fourPMark(value: FieldValue): Content {
  return isFourP(value) ? <FourP word={value} /> : String(value)
}

/** What is seen of a disruption at a glance. */
export function disruptionMarkers(state: RecordState): Content {
  return (
    <>
      {fourPMark(state.values['fourP'] ?? null)}
      <Tag text={String(state.values['assessmentCategory'])} colour="grey" />
      <Tag text={String(state.values['disruptionType'])} colour="grey" />
    </>
  )
}

function isFourP(value: FieldValue): value is FourPName {
  return fourPs.some(word => word === value)
}
