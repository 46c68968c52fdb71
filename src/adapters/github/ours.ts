import type { Identity } from './identity.ts';

interface Written {
  user: { login: string; type?: string } | null;
  performed_via_github_app?: { id: number } | null | undefined;
}

/** Anybody can paste a mark: a comment is ours only when the App wrote it. */
export function isOurs(
  data: { [Field in keyof Written]?: Written[Field] | undefined },
  self: Identity,
): boolean {
  const { user } = data;
  const byBot = user?.type === 'Bot' && user.login.toLowerCase() === self.botLogin.toLowerCase();
  return byBot || data.performed_via_github_app?.id === self.id;
}
