import { assignmentWorkflow, unreleased, workflowFile } from '../contracts/workflow.ts';

/** Where the caller goes in a user's repository. */
export const callerPath = `.github/workflows/${workflowFile}`;

/**
 * The workflow that users install. `sha`: commit of a release, because tags can be moved; `version` is a comment for people
 * and for tools that update pins.
 */
export const callerWorkflow = (release: { sha: string; version: string }): string => `\
# Executes what the Throughline App hands to coding agents; the App starts it, once per assignment, and nobody else has to.
# The run's name carries the assignment's id, so that it is found again.
name: throughline
run-name: throughline \${{ inputs.id }}

on:
  workflow_dispatch:
    inputs:
      id:
        description: Id of the assignment
        required: true
        type: string
      item:
        description: Id of the work item
        required: true
        type: string
      runner:
        description: Labels of the runner (JSON list)
        required: true
        type: string
      minutes:
        description: Limits of the jobs (JSON)
        required: true
        type: string
      keep:
        description: Assignments whose worktrees a self-hosted runner keeps (JSON list)
        required: true
        type: string
      assignment:
        description: The assignment (JSON)
        required: true
        type: string

permissions: {}

concurrency:
  group: throughline-\${{ inputs.item }}
  cancel-in-progress: false

jobs:
  assignment:
    permissions:
      # the most that any job may have; only the one that pushes the branch and the evidence takes more than read
      contents: write
    uses: ${assignmentWorkflow}@${release.sha} # ${release.version}
    with:
      assignment: \${{ inputs.assignment }}
      runner: \${{ inputs.runner }}
      minutes: \${{ inputs.minutes }}
      keep: \${{ inputs.keep }}
`;

/** The caller as the sandbox has it: it calls the checkout it is played from. */
export const sandboxCaller = (): string => callerWorkflow({ sha: unreleased, version: 'this checkout' });
