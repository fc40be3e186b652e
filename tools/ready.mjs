// Makes this checkout ready to run: installs what the lock file names, builds what has changed. Every npm script begins
// with it, on the Node that npm found (20 or later). All it says goes to standard error; when all is ready it says nothing.
// Usage: node tools/ready.mjs [--install-only]
import { build, needsBuild } from './ready/build.mjs'
import { install, needsInstall } from './ready/install.mjs'
import { withLock } from './ready/lock.mjs'

const installOnly = process.argv.includes('--install-only')
const isReady = () => !needsInstall() && (installOnly || !needsBuild())

try {
  if (!isReady()) {
    await withLock(async () => {
      // Another process may have done it while we waited.
      if (needsInstall()) await install()
      if (!installOnly && needsBuild()) await build()
    })
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
