import type { Content } from '../text/content.ts'

export interface DrawingProps {
  readonly id: string
  readonly title: string
  readonly description: string
  /** In CSS pixels; the width is that of the column. */
  readonly height: number
  /** Leaves room on the left for the figures of an axis, which are drawn at negative places. */
  readonly axis?: boolean | undefined
  readonly children?: Content
}

/** An SVG that is one image for assistive technology. It has no style of its own: classes only, so that the content security policy holds. */
export function Drawing({ id, title, description, height, axis, children }: DrawingProps): Content {
  return (
    <svg
      class={`ff-chart__drawing${axis ? ' ff-chart__drawing--axis' : ''}`}
      role="img"
      aria-labelledby={`${id}-drawing-title ${id}-drawing-description`}
      height={height}
      focusable="false"
    >
      <title id={`${id}-drawing-title`}>{title}</title>
      <desc id={`${id}-drawing-description`}>{description}</desc>
      {children}
    </svg>
  )
}
