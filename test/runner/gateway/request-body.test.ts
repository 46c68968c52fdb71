import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireApi } from '../../../src/contracts/models.ts';
import { reservationFor } from '../../../src/runner/gateway/request-body.ts';
import { askModel, createScene, served } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

/** A provider that notes what it is asked. */
const open = async (api: WireApi) => {
  const bodies: Record<string, unknown>[] = [];
  const url = await scene.raw(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(JSON.parse(body));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"choices":[],"content":[],"output":[],"usage":{}}');
  });
  return { bodies, gateway: await scene.gateway({ chain: [served(url, { api })] }) };
};

describe('a request of the agent', () => {
  it('chooses no model, host or price', async () => {
    const { bodies, gateway } = await open('openai-chat');
    const chosen = {
      ...{ models: ['dear-9'], preset: 'dear', plugins: [{ id: 'web' }], provider: { order: ['other'] } },
      ...{ route: 'fallback', service_tier: 'priority', mcp_servers: [], container: 'c' },
      ...{ speed: 'fast', inference_geo: 'us' },
    };
    expect((await askModel(gateway, 'openai-chat', { ...chosen, temperature: 0.3 })).status).toBe(200);
    expect(Object.keys(bodies[0] ?? {}).sort()).toEqual(['messages', 'model', 'temperature']);
    expect(scene.lines[0]).toContain('left out service_tier');
  });

  it('streams only where the gateway knows of it', async () => {
    const { bodies, gateway } = await open('openai-chat');
    for (const stream of [1, 'true', null, false]) await askModel(gateway, 'openai-chat', { stream });
    expect(bodies.map(({ stream }) => stream)).toEqual([false, false, false, false]);
  });

  const refused: [WireApi, Record<string, unknown>, string][] = [
    ['openai-responses', { tools: [{ type: 'function', name: 'f' }, { type: 'web_search' }] }, 'web_search'],
    ['openai-responses', { tools: [{ type: 'mcp', server_url: 'https://evil.example' }] }, 'mcp'],
    ['openai-responses', { tools: [{ type: 'image_generation' }] }, 'image_generation'],
    ['openai-responses', { tools: [{ type: 'shell', environment: { type: 'container_auto' } }] }, 'shell'],
    ['openai-responses', { tools: [{ type: 'namespace', tools: [{ type: 'mcp' }] }] }, 'mcp'],
    ['openai-responses', { tools: { 0: { type: 'web_search' } } }, 'no tool'],
    ['openai-responses', { input: [{ type: 'additional_tools', tools: [{ type: 'mcp' }] }] }, 'mcp'],
    ['anthropic-messages', { tools: [{ type: 'web_search_20250305', name: 'w' }] }, 'web_search_20250305'],
    ['anthropic-messages', { tools: [{ type: 'code_execution_20250825' }] }, 'code_execution_20250825'],
    ['openai-chat', { tools: [{ type: 'openrouter:web_search' }] }, 'openrouter:web_search'],
    ['openai-chat', { web_search_options: {} }, 'web_search_options'],
  ];
  it.each(refused)('%s: %j is refused by name', async (api, rest, name) => {
    const { bodies, gateway } = await open(api);
    const answer = await askModel(gateway, api, rest);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`not allowed: \`${name}\``);
    expect(bodies).toEqual([]);
    expect(gateway.usage().requests).toBe(0);
  });

  const wanted: [WireApi, Record<string, unknown>][] = [
    [
      'openai-responses',
      {
        tools: [
          { type: 'function', name: 'exec_command', strict: false },
          { type: 'custom', name: 'apply_patch' },
          { type: 'local_shell' },
          { type: 'shell' },
          { type: 'apply_patch' },
          { type: 'namespace', name: 'n', tools: [{ type: 'function', name: 'f' }] },
          { type: 'tool_search', execution: 'client' },
        ],
      },
    ],
    [
      'anthropic-messages',
      {
        tools: [
          { name: 'Bash' },
          { name: 'Later', defer_loading: true },
          { type: 'custom', name: 'x' },
          { type: 'bash_20250124', name: 'bash' },
          { type: 'text_editor_20250728', name: 'edit' },
          { type: 'memory_20250818', name: 'memory' },
        ],
      },
    ],
    ['openai-chat', { tools: [{ type: 'function', function: { name: 'bash' } }], web_search_options: null }],
  ];
  it.each(wanted)('%s: tools of the agent itself pass as they are', async (api, rest) => {
    const { bodies, gateway } = await open(api);
    expect((await askModel(gateway, api, rest)).status).toBe(200);
    expect(bodies[0]).toMatchObject(rest);
  });
});

describe('a reservation', () => {
  it.each([
    [{ max_tokens: 100 }, 100],
    [{ max_completion_tokens: 200 }, 200],
    [{ max_output_tokens: 300 }, 300],
    [{ max_tokens: 100, n: 3 }, 300],
    [{ max_tokens: 'all' }, 8192],
    [{}, 8192],
  ])('of %j is %i for the answer, and a fourth of its length for the rest', (body, output) => {
    expect(reservationFor(body, 4000)).toEqual({ input: 1000, output });
  });
});
