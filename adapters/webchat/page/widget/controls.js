/// The part of the window that answers the present question: a native control for every kind of answer.
const KEYBOARD = { number: 'decimal', phone: 'tel', receipt_code: 'numeric', postal_code: 'numeric', email: 'email', link: 'url' };
const EXAMPLES = { patent_number: 'ZL201610951190.4', phone: '13800138000', email: 'name@example.com', link: 'https://',
  copyright_number: '2020SR1234567', gi_number: 'AGI2019-03-02581', customs_record: 'T2019-12345', plant_variety_number: 'CNA20161234.5' };
// No free text is taken before the privacy notice is answered.
const SILENT = ['intake.locale', 'intake.consent'];

class Controls extends HTMLElement {
  /// A button that says one thing; texts of the server are given as they are, own ones by their key.
  button(key, click, look = '', text = '') {
    return h(`button.b.${look}`, { type: 'button', 'data-t': text ? '' : key, click }, text);
  }

  link(key, click) { return h('button.link', { type: 'button', 'data-t': key, click }); }

  number(value, options) { return new Intl.NumberFormat(this.language, options).format(value); }
  megabytes(bytes) { return this.number(Math.ceil(bytes / 1e5) / 10, { style: 'unit', unit: 'megabyte' }); }
  listed(names) { return new Intl.ListFormat(this.language).format(names); }

  /// Makes this the present question; null when there is none.
  ask(question) {
    const { as, ask, help, limits, files } = this.question = question || {};
    // After the last question the same files are taken as before.
    this.accepted = files || this.accepted;
    this.dock.inert = false;
    this.dock.replaceChildren();
    this.hint.textContent = help || '';
    this.hint.hidden = !help;
    this.drop = null;
    this.reminder.textContent = ask && this.asked?.textContent;
    if (ask) this.put(this.dock, this.reminder, ...this.controls(question));
    const silent = SILENT.includes(ask) || (!ask && !this.answered);
    // A long reply scrolls behind the buttons that answer it: they stay in sight, unless they are a form of their own.
    this.dock.classList.toggle('stay', !!ask && !this.dock.querySelector('.card'));
    this.writing.disabled = silent;
    this.input.placeholder = EXAMPLES[as] || this.t(silent ? 'choose' : 'type');
    this.input.inputMode = KEYBOARD[as] || 'text';
    this.input.rows = as === 'text' && !(limits?.max < 100) ? 2 : 1;
    this.grow();
    this.remind();
    if (ask) this.go_on();
  }

  controls({ ask, as, options = [], may = [], labels = {}, offer, correcting, review, limits, region_picker }) {
    const worded = (look) => (word) => this.button(word, () => this.say(labels[word] || this.t(word), word), look, labels[word]);
    const shown = options.length || as !== 'yes_no' ? options : ['yes', 'no'].map((value) => ({ value, label: this.t(value) }));
    const long = shown.length > 6 || shown.some(({ label }) => label.length > 14);
    return [
      offer && h('div.card', {}, offer.value, h('div.row', {}, ...(correcting ? ['keep'] : ['keep', 'drop']).map(worded('')))),
      review ? this.review_card(review, labels.confirm || options.find(({ value }) => value === 'confirm')?.label)
        : h(`div.row.${long ? 'list' : ''}`, {}, ...shown.map(({ value, label }) => this.button('', () => this.say(label, value), '', label))),
      (as === 'region' || region_picker) && this.region_picker(),
      as === 'date' && this.date_field(limits),
      as === 'file' && this.file_field(limits),
      h('div.row', {}, ...may.filter((word) => labels[word]).map(worded('plain')),
        ...SILENT.includes(ask) ? [] : ['back', 'why'].map((key) => this.link(key, () => this.say(this.t(key))))),
    ];
  }

  review_card(rows, confirm) {
    let section;
    return h('div.card', {}, ...rows.flatMap(({ path, label, value, section: title }) => {
      const change = `${this.t('edit')} ${label}`;
      return [title !== section && h('h3', {}, section = title),
        h('div.pair', {}, h('div', {}, h('p.k', {}, label), h('p', { dir: 'auto' }, value)),
          h('button.link', { type: 'button', 'aria-label': change, click: () => this.say(change, path) }, icon('edit'), this.t('edit')))];
    }), h('div.row', {}, this.button('confirm', () => this.say(confirm || this.t('confirm'), 'confirm'), 'main', confirm)));
  }

  /// Three lists, each filled by the one before; any depth may be sent, as a code.
  region_picker() {
    const chosen = [];
    const use = this.button('ok', () => this.say(chosen.map(([, name]) => name).join(' '), chosen.at(-1)[0]), 'main');
    const names = ['provinces', 'cities', 'districts'];
    const selects = names.map(() => h('select'));
    const offer = (depth, regions = []) => {
      const select = selects[depth];
      if (!select) return;
      select.replaceChildren();
      this.put(select, h('option', { 'data-t': 'pick' }), ...regions.map(([, name]) => h('option', {}, name)));
      select.disabled = !regions.length;
      select.onchange = () => {
        const region = regions[select.selectedIndex - 1];
        chosen.splice(depth, 3, ...region ? [region] : []);
        use.disabled = !chosen.length;
        offer(depth + 1, region?.[2]);
      };
      offer(depth + 1);
    };
    offer(0);
    use.disabled = true;
    fetch(new URL(`regions.json?lang=${this.language}`, home), { credentials: 'omit' }).then((answer) => answer.json())
      .then(({ provinces }) => offer(0, provinces), () => {});
    return h('div.card', { role: 'group', 'data-label': 'region' },
      h('div.row', {}, ...names.map((name, depth) => h('label.grow', {}, h('span', { 'data-t': name }), selects[depth])), use));
  }

  date_field({ min, max } = {}) {
    const field = h('input', { type: 'date', 'data-label': 'date', min, max });
    return h('div.row', {}, field, this.button('ok', () => field.value && this.say(field.value, field.value), 'main'));
  }

  drag(event) {
    if (this.writing.disabled || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    if (!this.drop) this.stage([]);
    this.drop?.classList.add('over');
  }

  /// Files that are dropped, pasted or attached to a question of another kind open the file field below it.
  stage(files, event) {
    if (this.writing.disabled || (event && !files.length) || !(this.drop || this.accepted)) return;
    event?.preventDefault();
    if (!this.drop) this.put(this.dock, this.file_field(this.accepted));
    this.drop.classList.remove('over');
    this.add_files(files);
    this.drop.scrollIntoView({ block: 'nearest' });
    if (!event) this.drop.querySelector('input').focus();
  }

  file_field({ max: count, bytes, types }) {
    const size = this.megabytes(bytes);
    const list = h('ul.files');
    const problem = h('p.err', { role: 'alert' });
    let staged = [];
    const upload = this.button('upload', () => {
      this.say('', undefined, staged);
      staged = [];
      this.add_files([]);
    }, 'main');
    this.add_files = (files) => {
      const fits = (file) => file.size && file.size <= bytes && staged.length < count
        && types.some((type) => file.name.toLowerCase().endsWith(type));
      problem.textContent = [...files].filter((file) => !fits(file) || !staged.push(file))
        .map(({ name }) => this.t('refused', { name })).join(' ');
      upload.hidden = !staged.length;
      list.replaceChildren();
      this.put(list, ...staged.map((file) => h('li', {}, this.picture(file), h('span', {}, `${file.name} (${this.megabytes(file.size)})`),
        this.link('discard', () => { staged = staged.filter((other) => other !== file); this.add_files([]); }))));
      upload.scrollIntoView({ block: 'nearest' });
    };
    this.add_files([]);
    const chooser = (key, props) => h('label.b.pick', {}, h('span', { 'data-t': key }), h('input.sr', { type: 'file', ...props,
      change: ({ target }) => { this.add_files(target.files); target.value = ''; } }));
    return this.drop = h('div.card.drop', { role: 'group', 'data-label': 'attach' },
      h('div.row', {}, h('span.hither', { 'data-t': 'hither' }), chooser('browse', { multiple: '', accept: types }),
        matchMedia('(pointer:coarse)').matches && chooser('camera', { accept: 'image/*', capture: 'environment' })),
      h('small', {}, this.t('limits', { size, count: this.number(count), types: this.listed(types.map((type) => type.replace('.', ''))) })), problem, list, upload);
  }

  ask_code() {
    const field = h('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off', maxlength: 19, placeholder: '0000 0000 0000 0000',
      input: () => { field.value = in_fours(field.value); } });
    const question = this.question;
    this.ask(null);
    this.put(this.dock, h('form.card', { submit: (event) => {
      event.preventDefault();
      if (field.value.length === 19) this.restart(field.value.replaceAll(' ', ''));
    } }, h('label.grow', {}, h('span', { 'data-t': 'digits' }), field),
      h('div.row', {}, h('button.b.main', { 'data-t': 'ok' }), this.button('cancel', () => this.ask(question)))));
    field.focus();
  }
}
