import { assignmentWorkflow, unreleased, workflowFile } from '../contracts/workflow.ts';

/** Where the caller goes in a user's repository. */
export const callerPath = `.github/workflows/${workflowFile}`;

/** Secret of a user's repository that the caller takes a provider's key from. */
export const keySecret = (provider: string): string => {
  const name = `${provider.toUpperCase().replaceAll('-', '_')}_API_KEY`;
  // GitHub keeps names that begin so for itself.
  return name.startsWith('GITHUB_') ? `MODELS_${name}` : name;
};

const keyLine = (provider: string): string => `${provider}=\${{ secrets.${keySecret(provider)} }}`;

/** They need no entry in the configuration. */
const usual = ['anthropic', 'openai'];

/**
 * The workflow that users install. `sha`: commit of a release, because tags can be moved; `version` is a comment for people
 * and for tools that update pins. `providers`: whose keys it hands on.
 */
export const callerWorkflow = (
  release: { sha: string; version: string },
  providers: string[] = usual,
): string => `\
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
    secrets:
      # one line per provider, named as in models.providers of throughline.yml; a secret that is not set may stay here.
      # Another provider is another line, e.g. ${keyLine('openrouter')}
      model-keys: |
${providers.map((provider) => `        ${keyLine(provider)}\n`).join('')}`;

/** The caller as the sandbox has it: it calls the checkout it is played from. */
export const sandboxCaller = (providers?: string[]): string =>
  callerWorkflow({ sha: unreleased, version: 'this checkout' }, providers);
