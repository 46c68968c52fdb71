import { execFileSync } from 'node:child_process';

const works = (file: string, args: string[]): boolean => {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/**
 * What this machine has of what some scripts need to succeed where nothing holds them back. As an ordinary user with
 * `sudo` the scripts run all the same; that memory of other processes is found without isolation is shown as root alone.
 */
export const machine = {
  root: process.getuid?.() === 0,
  sudo: works('sudo', ['-n', 'true']),
  tmux: works('tmux', ['-V']),
};
export type Need = keyof typeof machine;

export const able = ({ needs }: { needs?: Need }): boolean => needs === undefined || machine[needs];
