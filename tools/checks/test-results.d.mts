/** What a run of tests came to, by the JSON that it left at `path`; `status` is what it exited with. */
export function readResults(path: string, status: number): { passed: number; failed: number; failures: string[] }
