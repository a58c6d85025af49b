// The real window, driven through WebKitWebDriver: a W3C WebDriver client with nothing below it.
//
// `cargo xtask test window` sets LONGHAND_WINDOW and LONGHAND_LH, the programs, and LONGHAND_DRIVER,
// and gives the run a display, a home and a message bus of its own.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const PATIENCE_MS = 20_000;
const PAUSE_MS = 40;

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start these tests with \`cargo xtask test window\``);
  return value;
}

/** The programs under test. */
export const programs = {
  window: setting('LONGHAND_WINDOW'),
  commandLine: setting('LONGHAND_LH'),
  driver: setting('LONGHAND_DRIVER'),
};

/** Asks again until the answer is not empty; fails with what was waited for. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  let last;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`waited in vain for ${what}`, { cause: last });
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A running WebKitWebDriver. It opens one window at a time. */
export class Driver {
  #process;
  #url;
  #windows = [];

  static async start() {
    const driver = new Driver();
    const port = await freePort();
    driver.#url = `http://127.0.0.1:${port}`;
    driver.#process = spawn(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], {
      env: { ...process.env, TAURI_WEBVIEW_AUTOMATION: 'true', LONGHAND_LOG: 'warn,html5ever=error' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await until('the driver of the web view', () => driver.call('GET', '/status'));
    return driver;
  }

  /** Ends the driver, and every window that a failed test left open. */
  async stop() {
    await Promise.all(this.#windows.map((window) => window.close()));
    this.#process.kill();
  }

  async call(method, path, body) {
    const response = await fetch(this.#url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** Starts the program with these arguments and waits until its interface can be used. */
  async open(args = []) {
    const { sessionId } = await this.call('POST', '/session', {
      capabilities: {
        alwaysMatch: { 'webkitgtk:browserOptions': { binary: programs.window, args } },
      },
    });
    const window = new Window(this, sessionId, args);
    this.#windows.push(window);
    await until('the interface', () => window.run('return document.querySelector("footer") !== null'));
    return window;
  }
}

/** The open window. */
export class Window {
  #driver;
  #path;
  #args;
  #closed = false;

  constructor(driver, session, args) {
    this.#driver = driver;
    this.#path = `/session/${session}`;
    this.#args = args;
  }

  /** Runs the body of a function in the page. */
  run(script, ...args) {
    return this.#driver.call('POST', `${this.#path}/execute/sync`, { script, args });
  }

  /** Runs a command of the library through the shell, as the interface does. */
  async rpc(name, body = {}) {
    const script = `
      const done = arguments[arguments.length - 1];
      window.__TAURI_INTERNALS__
        .invoke('rpc', { name: arguments[0], body: arguments[1], client: 'window-test' })
        .then((value) => done({ value }), (error) => done({ error }));`;
    const { value, error } = await this.invoke(script, name, body);
    if (error) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return value;
  }

  /** Runs a script that answers through its last argument. */
  invoke(script, ...args) {
    return this.#driver.call('POST', `${this.#path}/execute/async`, { script, args });
  }

  /** Sets how long a script that answers late may take, in milliseconds. */
  patience(script) {
    return this.#driver.call('POST', `${this.#path}/timeouts`, { script });
  }

  async find(selector) {
    const found = await this.#driver.call('POST', `${this.#path}/element`, {
      using: 'css selector',
      value: selector,
    });
    return `${this.#path}/element/${found[ELEMENT]}`;
  }

  /** Clicks the button that says this. */
  async press(name) {
    const value = `//button[normalize-space()="${name}"]`;
    // Found anew each time: what the interface draws again is another element.
    await until(`a button that says "${name}"`, async () => {
      const found = await this.#driver.call('POST', `${this.#path}/element`, { using: 'xpath', value });
      await this.#driver.call('POST', `${this.#path}/element/${found[ELEMENT]}/click`, {});
      return true;
    });
  }

  async type(selector, text) {
    const element = await until(selector, () => this.find(selector));
    await until(`${selector} to take keys`, async () => {
      await this.#driver.call('POST', `${element}/click`, {});
      return true;
    });
    await this.#driver.call('POST', `${element}/value`, { text });
  }

  /** What a part of the page says. */
  text(selector) {
    return this.run('return document.querySelector(arguments[0])?.innerText ?? ""', selector);
  }

  /** Follows an address inside the interface. */
  go(route) {
    return this.run('location.hash = arguments[0]', route);
  }

  /** The process of the window: the one with this test's home and this window's arguments. */
  #pid() {
    const home = `HOME=${process.env.HOME}`;
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const read = (name) => readFileSync(`/proc/${entry}/${name}`, 'utf8').split('\0');
      try {
        const words = read('cmdline');
        const isOurs = words[0] === programs.window && read('environ').includes(home);
        if (isOurs && this.#args.every((word) => words.includes(word))) return Number(entry);
      } catch {
        // The process ended between the list and the look, or belongs to somebody else.
      }
    }
    return null;
  }

  /** Kills the program as a crash would, and waits until it is gone. */
  async kill() {
    const pid = this.#pid();
    if (pid === null) throw new Error('the window has no process');
    process.kill(pid, 'SIGKILL');
    await this.close();
  }

  /** Ends the session, and with it the program. */
  async close() {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.#driver.call('DELETE', this.#path);
    } catch {
      // A program that was killed has no session left to end.
    }
    // Left alive, it would hold the output of the tests open and keep them from ending.
    await until('the end of the program', () => {
      const pid = this.#pid();
      if (pid !== null) process.kill(pid, 'SIGKILL');
      return pid === null;
    });
  }
}
