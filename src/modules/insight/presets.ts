import type { Preset } from './preset.ts'
import { hmicfrsDisruptions } from './presets/hmicfrs-disruptions.ts'
import { hmicfrsThreats } from './presets/hmicfrs-threats.ts'

/** Every extraction that can be run. */
export const presets: readonly Preset[] = [hmicfrsThreats, hmicfrsDisruptions]

/** The preset of a name, or undefined. */
export function presetOf(name: string): Preset | undefined {
  return presets.find(preset => preset.name === name)
}
