import { createTransport } from 'nodemailer'

/** A message on its way to someone's mailbox. */
export interface Mail {
  /** The same at every attempt, so that a mailbox that got it before can tell. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly body: string
  readonly writtenAt: Date
}

/**
 * How an attempt ended. 'refused': the server will never take this message for this person. 'not now': it may take it later.
 * 'no server': none could be spoken to, so that others need not be tried either.
 */
export type Sending =
  { readonly kind: 'sent' } | { readonly kind: 'refused' | 'not now' | 'no server'; readonly problem: string }

export interface MailServer {
  readonly send: (mail: Mail) => Promise<Sending>
  readonly close: () => void
}

/** How long a server may take: to be reached, to greet, and to answer, in milliseconds. */
export interface Patience {
  readonly connect: number
  readonly answer: number
}

const usualPatience: Patience = { connect: 10_000, answer: 30_000 }

/**
 * A mail server by its address: `smtps://` speaks TLS from the first byte, `smtp://` takes it up when the server offers it, and
 * must where a name and password are sent or the address says `?requireTLS=true`; `?ignoreTLS=true` does without.
 */
export function mailServer(smtpUrl: string, from: string, patience: Patience = usualPatience): MailServer {
  const transport = createTransport({
    ...optionsFrom(new URL(smtpUrl)),
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.answer,
    dnsTimeout: patience.connect,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    close: () => transport.close(),
    send: async mail => {
      try {
        await transport.sendMail(contentOf(mail, from))
        return { kind: 'sent' }
      } catch (fault) {
        return failureOf(fault as SmtpFault)
      }
    },
  }
}

function optionsFrom(url: URL) {
  const secure = url.protocol === 'smtps:'
  const auth =
    url.username === '' ? undefined : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const ignoreTLS = url.searchParams.get('ignoreTLS') === 'true'
  const demanded = url.searchParams.get('requireTLS') === 'true' || auth !== undefined
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ignoreTLS,
    requireTLS: demanded && !ignoreTLS,
    ...(auth === undefined ? {} : { auth }),
  }
}

function contentOf({ id, to, subject, body, writtenAt }: Mail, from: string) {
  return {
    messageId: `<${id}@${from.split('@').at(-1) ?? 'localhost'}>`,
    date: writtenAt,
    from: { name: 'Fourfold', address: from },
    to: { name: '', address: to },
    envelope: { from, to: [to] },
    subject,
    text: body,
    // RFC 3834: nobody's absence is to be answered to a program.
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

interface SmtpFault {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
  readonly message?: string
}

/** RFC 5321 section 4.2.1: after a code from 500 on, the same is not to be sent again; it is about the person, or about us. */
function failureOf(fault: SmtpFault): Sending {
  const { code, command, responseCode = 0 } = fault
  const problem = problemOf(fault)
  const isOfMessage = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM')
  if (!isOfMessage) return { kind: 'no server', problem }
  return { kind: responseCode >= 500 || responseCode === 0 ? 'refused' : 'not now', problem }
}

/** What administrators read: what the server said, on one line and without anyone's address. */
function problemOf({ code, response, message }: SmtpFault): string {
  const said = response || message || 'no answer'
  return `${code ?? 'fault'}: ${said}`
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .replaceAll(/[^\s<>"']*@[^\s<>"']*/g, '(address)')
    .slice(0, 200)
}
