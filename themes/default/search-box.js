// The box of the search: asks for words, and shows what is found. `search.js` brings
// it when somebody opens it first.
//
// The files of the index are scripts that call `briefbookSearch`, as a page that was
// opened from a folder may load scripts and nothing else.

// Makes the box. Its words are in the data of `slot`, and `base` is the address of
// the book. Returns what opens it.
window.briefbookSearchBox = function (slot, base) {
  "use strict";

  var rules = window.briefbookSearchRules;
  var words = rules.words;
  var prepare = rules.prepare;
  var find = rules.find;
  var shown = rules.shown;
  var matches = rules.matches;
  var worth = rules.worth;

  // The files ----------------------------------------------------------------

  var said = new Map();
  var loading = new Map();

  window.briefbookSearch = function (path) {
    said.set(path, Array.prototype.slice.call(arguments, 1));
  };

  function load(path) {
    if (!loading.has(path)) {
      loading.set(path, new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = base + "_search/" + path + ".js";
        script.onload = function () {
          script.remove();
          if (said.has(path)) resolve(said.get(path));
          else reject(new Error(path));
        };
        script.onerror = function () {
          script.remove();
          loading.delete(path);
          reject(new Error(path));
        };
        document.head.appendChild(script);
      }));
    }
    return loading.get(path);
  }

  // The dialog -----------------------------------------------------------------

  var word = slot.dataset;
  var BATCH = 6;
  var EXCERPT = 180;
  var dialog, input, status, facets, list;
  var results = { entries: [], wanted: new Map(), root: null };
  var kind = null; // The kind that is shown; all if null.
  var filled = 0; // How many results are in the list.
  var active = -1;
  var turn = 0; // Counts queries, so that late answers are known.
  var timer = 0;

  function element(name, attributes, text) {
    var made = document.createElement(name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    if (text) made.textContent = text;
    return made;
  }

  function build() {
    dialog = element("dialog", { class: "search-dialog", "aria-label": word.label });
    var bar = element("div", { class: "search-bar" });
    input = element("input", {
      type: "text", role: "combobox", class: "search-input", "aria-label": word.label, placeholder: word.hint,
      "aria-expanded": "false", "aria-controls": "bb-search-list", "aria-autocomplete": "list",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go",
    });
    var close = element("button", { type: "button", class: "search-close" }, word.close);
    facets = element("div", { class: "search-facets", role: "group", "aria-label": word.show });
    list = element("ul", { class: "search-list", role: "listbox", id: "bb-search-list", "aria-label": word.results, tabindex: "-1" });
    status = element("p", { class: "search-status", role: "status" });
    list.hidden = facets.hidden = true;
    bar.append(input, close);
    dialog.append(bar, facets, status, list);
    document.body.appendChild(dialog);

    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) dialog.close(); // Beside the box.
    });
    input.addEventListener("input", function (event) {
      clearTimeout(timer);
      prepare(input.value, load).catch(failed);
      timer = setTimeout(ask, pause(event));
    });
    input.addEventListener("keydown", key);
    list.addEventListener("scroll", function () {
      if (list.scrollTop + list.clientHeight > list.scrollHeight - 200) fill();
    });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) follow(option, event);
    });
  }

  // How long to wait for the next letter. Who pastes, dictates or chooses characters
  // enters whole words. A third letter mostly follows two, which may mean much.
  function pause(event) {
    if (event.data ? event.data.length > 1 : event.inputType === "insertFromPaste") return 0;
    return /(?:^|\s)[A-Za-z]{1,2}$/.test(input.value) ? 150 : 50;
  }

  function open(query) {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    if (query) input.value = query;
    input.focus();
    input.select();
    if (query) ask();
    else load("root").catch(failed);
  }

  function failed() {
    status.textContent = word.failed;
  }

  function ask() {
    var asked = ++turn;
    if (!words(input.value).length) {
      results.entries = [];
      status.textContent = "";
      return show(true);
    }
    find(input.value, load).then(function (found) {
      if (asked !== turn) return;
      results = found;
      kind = null;
      show(false);
    }).catch(failed);
  }

  function chosen() {
    return results.entries.filter(function (found) { return kind === null || found.kind === kind; });
  }

  function count(n) {
    return (n === 1 ? word.one : word.many).replace("{n}", n);
  }

  // Shows the results anew: the facets, the number, and the first of them.
  function show(isEmpty) {
    var counts = [0, 0, 0, 0];
    results.entries.forEach(function (found) { counts[found.kind]++; });
    var names = [word.notes, word.terms, word.sources, word.events];
    facets.replaceChildren();
    [null, 0, 1, 2, 3].forEach(function (which) {
      if (which !== null && !counts[which]) return;
      var facet = element("button", { type: "button", "aria-pressed": String(which === kind) }, which === null ? word.all : names[which]);
      facet.append(" ", element("small", {}, String(which === null ? results.entries.length : counts[which])));
      facet.addEventListener("click", function () {
        kind = which;
        show(false);
        facets.querySelector("[aria-pressed=true]").focus();
      });
      facets.appendChild(facet);
    });
    var some = chosen();
    facets.hidden = !results.entries.length;
    list.hidden = !some.length;
    list.replaceChildren();
    list.scrollTop = 0;
    filled = 0;
    input.setAttribute("aria-expanded", String(some.length > 0));
    activate(-1);
    if (!isEmpty) status.textContent = some.length ? count(some.length) : word.none;
    fill();
  }

  // Puts the next results into the list. Their places come at once, what they
  // say when its file is there.
  function fill() {
    var next = chosen().slice(filled, filled + BATCH);
    next.forEach(function (found, at) {
      var option = element("li", { role: "option", id: "bb-search-" + (filled + at), "aria-selected": "false" });
      list.appendChild(option);
      var asked = results;
      shown(found, results.root, load).then(function (entry) {
        if (entry) print(option, entry, found, asked);
      }).catch(function () {
        option.textContent = word.failed;
      });
    });
    filled += next.length;
  }

  function print(option, entry, found, asked) {
    var stems = asked.root.stems;
    var names = [word.note, word.term, word.source, word.event];
    var best = entry[3][0] || ["", "", ""];
    var most = 0;
    entry[3].forEach(function (part) {
      var sum = worth(matches(part[1] + "\n" + part[2], asked.wanted, stems));
      if (sum > most) {
        most = sum;
        best = part;
      }
    });
    option.dataset.href = entry[1] + (best[0] ? "#" + encodeURIComponent(best[0]) : "");
    option.dataset.kind = "ntse"[found.kind];
    var title = element("span", { class: "search-title" });
    mark(title, entry[0], asked.wanted, stems);
    if (best[1]) {
      title.append(" \u203a ");
      mark(title, best[1], asked.wanted, stems);
    }
    var place = element("span", { class: "search-place" });
    place.appendChild(element("span", { class: "search-kind" }, names[found.kind]));
    if (entry[2]) place.append(" \u00b7 ", entry[2]);
    option.append(title, " ", place);
    var text = excerpt(best[2], asked.wanted, stems);
    if (text) {
      var line = element("span", { class: "search-excerpt" });
      mark(line, text, asked.wanted, stems);
      option.append(" ", line);
    }
  }

  // The stretch of a text in which most of the words stand.
  function excerpt(text, wanted, stems) {
    var found = matches(text, wanted, stems);
    var start = 0;
    var most = 0;
    found.forEach(function (match) {
      var sum = worth(found.filter(function (other) { return other[0] >= match[0] && other[1] <= match[0] + EXCERPT - 40; }));
      if (sum > most) {
        most = sum;
        start = match[0];
      }
    });
    start = start > 40 ? text.indexOf(" ", start - 40) + 1 : 0;
    var end = start + EXCERPT;
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + EXCERPT / 2);
    return (start > 0 ? "\u2026 " : "") + text.slice(start, end) + (end < text.length ? " \u2026" : "");
  }

  function mark(parent, text, wanted, stems) {
    var at = 0;
    matches(text, wanted, stems).forEach(function (match) {
      var from = Math.max(match[0], at); // Pairs overlap.
      if (from >= match[1]) return;
      parent.append(text.slice(at, from), element("mark", {}, text.slice(from, match[1])));
      at = match[1];
    });
    parent.append(text.slice(at));
  }

  function activate(which) {
    var options = list.children;
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = which;
    if (!options[active]) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
    if (active >= options.length - 2) fill();
  }

  function key(event) {
    if (event.isComposing) return;
    var last = list.children.length - 1;
    if (event.key === "ArrowDown") activate(Math.min(active + 1, last));
    else if (event.key === "ArrowUp") activate(Math.max(active - 1, -1));
    else if (event.key === "Home" && active >= 0) activate(0);
    else if (event.key === "End" && active >= 0) activate(last);
    else if (event.key === "Enter") {
      var option = list.children[Math.max(active, 0)];
      if (option) follow(option, event);
    } else return;
    event.preventDefault();
  }

  function follow(option, event) {
    if (!option.dataset.href) return;
    var address = base + option.dataset.href;
    if (event.ctrlKey || event.metaKey) {
      window.open(address, "_blank", "noopener");
      return;
    }
    dialog.close();
    location.href = address;
  }

  return open;
};
