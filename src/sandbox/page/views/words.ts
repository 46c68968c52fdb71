import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** On tickets the App writes with the key of a user of its own name, or as an app's user. */
export const isApp = (comment: { author: string; app: boolean }): boolean =>
  comment.app || comment.author === 'Throughline';

/** `ada` as people write it. */
export const personName = (login: string): string => `${login.charAt(0).toUpperCase()}${login.slice(1)}`;

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const calendar = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

export const timeView = (at: string | Date): Html => {
  const date = new Date(at);
  return html`<time datetime="${date.toISOString()}" title="${calendar.format(date)}">${clock.format(date)}</time>`;
};

export type Tone = 'good' | 'bad' | 'busy' | 'calm' | 'merged';

export const pill = (tone: Tone, text: string): Html => html`<span class="pill ${tone}">${text}</span>`;

const tones: Record<string, Tone> = {
  success: 'good',
  failure: 'bad',
  timed_out: 'bad',
  startup_failure: 'bad',
  action_required: 'bad',
  queued: 'busy',
  pending: 'busy',
  in_progress: 'busy',
};

/** Of a check or a run: the conclusion once there is one. */
export const outcomePill = (thing: { status: string | null; conclusion: string | null }): Html => {
  const name = thing.conclusion ?? thing.status ?? 'unknown';
  return pill(tones[name] ?? 'calm', name.replaceAll('_', ' '));
};

const glyphs: Record<Tone, string> = { good: '✓', bad: '✕', busy: '•', calm: '–', merged: '✓' };

/** The same in one sign, for where many stand below each other. */
export const outcomeMark = (thing: { status: string | null; conclusion: string | null }): Html => {
  const name = thing.conclusion ?? thing.status ?? 'unknown';
  const tone = tones[name] ?? 'calm';
  return html`<span class="mark ${tone}" title="${name}"><span aria-hidden="true">${glyphs[tone]}</span><span class="hidden">${name}</span></span>`;
};

export const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** `0.4 s`, `12 s`, `2 min 5 s` */
export const durationText = (ms: number): string => {
  if (ms < 100) return '< 0.1 s';
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};
