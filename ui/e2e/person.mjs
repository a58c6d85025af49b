// Somebody who uses the window in any language: goes to addresses, presses keys, waits for what the
// catalogue calls things.

export const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export class Person {
  /**
   * `t` says what the interface says, `ids` are those of the library, and `cast` names what plays
   * which part in it.
   */
  constructor({ page, t, ids, cast }) {
    Object.assign(this, { page, t, ids, cast });
  }

  go(hash) {
    return this.page.evaluate((to) => (location.hash = to), hash);
  }
  press(keys) {
    return this.page.keyboard.press(keys);
  }
  /** Text as it is: letters that no key has are typed as well. */
  type(text) {
    return this.page.keyboard.insertText(text);
  }
  find(role, name, exact = true) {
    return this.page.getByRole(role, name === undefined ? {} : { name, exact }).first();
  }
  sees(role, name, exact) {
    return this.find(role, name, exact).waitFor();
  }
  reads(key, params) {
    return this.page.getByText(this.t(key, params), { exact: true }).first().waitFor();
  }
  click(role, key, params) {
    return this.find(role, this.t(key, params)).click();
  }

  /** Takes one of several looks, if there is room for it in the window. */
  async choose(key) {
    const radio = this.find('radio', this.t(key));
    if ((await radio.count()) > 0) await radio.click();
  }

  /** Runs a command that has no keys. */
  async command(key) {
    await this.press('F1');
    await this.sees('combobox');
    await this.type(this.t(key));
    const name = new RegExp(`^${literally(this.t(key))}`);
    await this.page.getByRole('option', { name }).first().click();
  }
  async open(title) {
    await this.go(`/doc/${this.ids.documents[title]}`);
    await this.page.waitForFunction((name) => document.title.startsWith(name), title);
    await this.page.locator('.cm-content:visible, .prose:visible').first().waitFor();
  }
  async mode(name) {
    await this.open(this.cast.tour);
    await this.choose(`mode.${name}`);
    if (name === 'preview') await this.page.locator('.prose h1:visible').first().waitFor();
    else await this.page.locator('.cm-content:visible').first().waitFor();
    // The list, which makes room for two panes, comes back with one.
    return () => this.mode('edit');
  }
  async search(query) {
    await this.go('/lib/all');
    await this.press('Control+Shift+F');
    await this.press('Control+a');
    await this.press('Delete');
    if (query !== '') await this.type(query);
  }
  async settings(section) {
    await this.go(`/settings/${section}`);
    await this.sees('tab', this.t(`settings.${section}`));
  }
  async inspector(tab) {
    await this.open(this.cast.tour);
    if ((await this.page.getByRole('complementary').count()) === 0) await this.press('Control+j');
    await this.click('radio', `inspector.${tab}`);
    return () => this.press('Control+j');
  }
  async resolve(title, look) {
    await this.go(`/doc/${this.ids.documents[title]}/conflict`);
    await this.sees('button', this.t('conflicts.later'));
    if (look) await this.choose(`conflicts.${look}`);
  }
  /** Puts the focus on a document of the list. */
  async pick(title) {
    await this.go('/lib/all');
    const name = new RegExp(`^${literally(title)}`);
    await this.page.getByRole('option', { name }).first().click();
    await this.find('listbox').focus();
  }

  /** Closes what lies over the window and goes back to where every screen starts from. */
  async leave() {
    const over = this.page.locator('[role=dialog], [role=menu]');
    for (let tries = 0; tries < 5 && (await over.count()) > 0; tries++) {
      await this.press('Escape');
      await over
        .last()
        .waitFor({ state: 'detached', timeout: 500 })
        .catch(() => undefined);
    }
    // What does not close takes the whole page with it.
    if ((await over.count()) > 0) await this.page.reload();
    await this.go('/lib/all');
  }
}
