import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'bench/**/*.test.ts'],
    globalSetup: ['test/postgres-server.ts'],
    // A file waits for PostgreSQL or the browser about as long as it computes.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    // What is waited for comes when the machine has time for it, which is told by no second.
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 120_000,
  },
})
