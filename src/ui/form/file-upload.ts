import { officialTemplate } from '../official-template.ts'
import type { Content } from '../text/content.ts'
import { labelledParams } from './field.ts'
import type { FieldProps } from './field.ts'

export interface FileUploadProps extends FieldProps {
  /** Kinds of file to offer: ".csv,.xlsx". The server checks what arrives. */
  readonly accept?: string | undefined
}

/**
 * A file to send. The form must be an upload form. The browser's own control is used: the scripted one gives its button
 * a name that leaves out the words on it (WCAG 2.5.3), and files can be dropped on either.
 */
export function FileUpload(props: FileUploadProps): Content {
  const attributes = props.accept ? { attributes: { accept: props.accept } } : {}
  return officialTemplate('file-upload', { ...labelledParams(props), ...attributes })
}
