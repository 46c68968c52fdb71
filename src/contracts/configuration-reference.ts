import { type Setting, settings } from './configuration-shape.ts';

/** The table of all settings for the README, between its `configuration` markers. */
export const configurationReference = (): string =>
  ['| key | type | default | meaning |', '| --- | --- | --- | --- |', ...settings().map(row)].join('\n');

const row = (setting: Setting): string =>
  `| ${[`\`${setting.key}\``, setting.type, standard(setting), setting.meaning].map(cell).join(' | ')} |`;

const standard = (setting: Setting): string => {
  if (setting.default !== null) return `\`${setting.default}\``;
  return setting.required ? '**required**' : '–';
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
