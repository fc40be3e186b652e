export { enqueue } from './enqueue.ts'
export { prepareJobs, type PrepareJobsOptions } from './prepare-jobs.ts'
export { type RunningJobs, startJobs, type StartJobsOptions } from './start-jobs.ts'
