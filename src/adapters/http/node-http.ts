/**
 * Node's http client. An `import` of it would read every one of its exports, and load by that the whole of fetch and
 * WebSocket, which nobody here uses: a seventh of what it costs to start a command.
 */
export const { Agent, request, STATUS_CODES } = process.getBuiltinModule('node:http');
