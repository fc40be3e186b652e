import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A message as it came in. */
export interface ReceivedMail {
  readonly to: readonly string[]
  readonly source: string
  readonly header: (name: string) => string | undefined
}

/** A mail server of a test's own, in this process. */
export interface MailSink {
  readonly url: string
  readonly port: number
  readonly received: readonly ReceivedMail[]
  readonly close: () => Promise<void>
}

/** Takes every message, without TLS, but for what `options` say. */
export async function mailSink(options: SMTPServerOptions & { readonly port?: number } = {}): Promise<MailSink> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        received.push(mailFrom(to, Buffer.concat(chunks).toString('utf8')))
        done()
      })
    },
    ...options,
  })
  // A client that goes away in the middle is no fault of a test's.
  server.on('error', () => undefined)
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    url: `${options.secure ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
      }),
  }
}

/** Speaks SMTP up to the end of a message, takes that, and dies without a word. */
export async function dyingSink(): Promise<MailSink> {
  const received: ReceivedMail[] = []
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 sink\r\n')
    let source: string | undefined
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8')
      if (source === undefined && !/^DATA/i.test(text)) return void socket.write('250 go on\r\n')
      if (source === undefined) {
        source = ''
        return void socket.write('354 go on\r\n')
      }
      source += text
      if (!source.endsWith('\r\n.\r\n')) return
      received.push(mailFrom([], source.slice(0, -5)))
      socket.destroy()
    })
  })
  return listening(server, received, open)
}

/** Takes connections and says nothing, ever. */
export async function silentSink(): Promise<MailSink> {
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
  })
  return listening(server, [], open)
}

async function listening(
  server: ReturnType<typeof createServer>,
  received: readonly ReceivedMail[],
  open: ReadonlySet<Socket>,
): Promise<MailSink> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function mailFrom(to: readonly string[], source: string): ReceivedMail {
  const headers = source.slice(0, source.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  return {
    to,
    source,
    header: name => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim(),
  }
}
