// Cards: what a link leads to, shown beside the link.
//
// A card opens when the pointer rests on a link, when the keyboard comes to it,
// and at the first touch of it. It stays while the pointer is on the link or the
// card, and Escape closes it. For the keyboard and the mouse it is a tooltip that
// describes the link, so all of its text is plain; for the finger, which cannot
// follow the link any more, it is a dialog with a link to go on.
//
// The text of footnotes and sources stands on the page; the rest is in `_cards/`,
// in files that call `briefbookCards` (the program's `src/render/cards.rs`).
(function () {
  "use strict";

  var KEY = "briefbook-cards";
  var OPEN_AFTER = 350; // milliseconds; a pointer on its way passes over links
  var FOCUS_AFTER = 150;
  var CLOSE_AFTER = 300; // enough to move from the link to its card

  // Links in the text open cards in every way, links in lists not at a touch: a
  // list is there to be gone through.
  var IN_TEXT = ".prose a[href], .event-text a[href], .entry-term a[href]";
  var IN_LISTS = ".topics-list a[href], .titles a[href], .home-sections li li a[href]";
  var NEVER = ".anchor, .external, .footnote-back, [role=doc-backlink], [download], .preview a";

  var script = document.currentScript;
  var digits = Number(script.getAttribute("data-digits"));
  var root = new URL("../", script.src).href;
  var files = root + "_cards/";
  var here = location.href.split("#")[0];

  // Cards of other pages --------------------------------------------------------

  var loaded = Object.create(null); // file: its entries, or those who wait for it

  window.briefbookCards = function (name, entries) {
    var waiting = loaded[name];
    loaded[name] = { entries: entries };
    if (Array.isArray(waiting)) waiting.forEach(function (tell) { tell(entries); });
  };

  // FNV-1a, as the program names its files.
  function fileOf(address) {
    var hash = 0x811c9dc5;
    new TextEncoder().encode(address).forEach(function (byte) {
      hash = Math.imul(hash ^ byte, 0x01000193);
    });
    return (hash >>> 0).toString(16).padStart(8, "0").slice(-digits);
  }

  // Tells the words of an address's card, or null if it has none.
  function look(address, tell) {
    var name = fileOf(address);
    function found(entries) {
      var has = Object.prototype.hasOwnProperty.call(entries, address);
      tell(has ? entries[address] : null);
    }
    if (loaded[name] && loaded[name].entries) return found(loaded[name].entries);
    if (loaded[name]) return loaded[name].push(found);
    loaded[name] = [found];
    var file = document.createElement("script");
    file.src = files + name + ".js";
    file.onerror = function () {
      // There is a file only where there are cards.
      window.briefbookCards(name, {});
    };
    document.head.appendChild(file);
  }

  // What a card shows: a title and paragraphs, each text or an element to be
  // copied. ----------------------------------------------------------------------

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text; // A hand-made address with a stray `%`.
    }
  }

  // A footnote or source of this page without what leads elsewhere: the words
  // stay, the links back go.
  function copied(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll(".footnote-back, .entry-links").forEach(function (link) { link.remove(); });
    copy.querySelectorAll("a").forEach(function (link) { link.replaceWith.apply(link, link.childNodes); });
    copy.querySelectorAll("[id], [tabindex]").forEach(function (part) {
      part.removeAttribute("id");
      part.removeAttribute("tabindex");
    });
    return copy;
  }

  // Tells the card of a link: `{ title, parts }`, or null.
  function cardOf(link, tell) {
    if (link.hasAttribute("data-in-margin")) return tell(null); // It stands beside the link.
    var anchor = decoded(link.hash.slice(1));
    var isHere = link.href.split("#")[0] === here;
    if (isHere) {
      var target = anchor && document.getElementById(anchor);
      var item = target && target.closest(".footnotes li, .sources li");
      if (item) {
        var copy = copied(item.querySelector(".entry") || item);
        return tell({ title: "", parts: Array.from(copy.children).some(isBlock) ? Array.from(copy.children) : [copy] });
      }
      if (!anchor || !link.classList.contains("term")) return tell(null);
    }
    if (!digits || link.href.slice(0, root.length) !== root) return tell(null);
    var page = decoded(link.href.split("#")[0].slice(root.length));
    function done(words) {
      tell(words && { title: words[0], parts: words.slice(1) });
    }
    if (!anchor) return look(page, done);
    look(page + "#" + anchor, function (words) {
      if (words) done(words);
      else look(page, done);
    });
  }

  function isBlock(element) {
    return /^(?:P|UL|OL|DL|PRE|BLOCKQUOTE|DIV|TABLE)$/.test(element.tagName);
  }

  // How cards look comes with the first of them: a page that is only read needs it
  // not.
  var sheet = null;

  function styled() {
    sheet = sheet || new Promise(function (resolve) {
      var link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = root + "_theme/cards.css";
      link.onload = link.onerror = resolve;
      document.head.appendChild(link);
    });
    return sheet;
  }

  // The card itself ----------------------------------------------------------------

  var control = document.querySelector(".card-switch");
  var main = document.querySelector("main");
  if (!main || !control) return;

  function element(tag, name, parent) {
    var made = document.createElement(tag);
    made.className = name;
    parent.appendChild(made);
    return made;
  }

  var card = element("div", "preview", main);
  card.remove(); // Until it is needed.
  card.hidden = true;
  var text = element("div", "preview-text", card);
  text.id = "bb-card";
  var foot = element("p", "preview-foot", card);
  var onward = element("a", "preview-onward", foot);
  onward.textContent = control.getAttribute("data-open");
  var off = element("button", "preview-off", foot);
  off.type = "button";
  off.textContent = control.getAttribute("data-off");

  var trigger = null; // the link whose card is open
  var wanted = null; // the link whose card will open
  var timer = 0;

  function fill(content) {
    text.textContent = "";
    if (content.title) element("p", "preview-title", text).textContent = content.title;
    content.parts.forEach(function (part) {
      if (typeof part === "string") element("p", "", text).textContent = part;
      else if (isBlock(part)) text.appendChild(part);
      else {
        var paragraph = element("p", "", text);
        while (part.firstChild) paragraph.appendChild(part.firstChild);
      }
    });
  }

  // Below the link or above it, so that none of the link is covered, and within
  // the window; beside the line on which the pointer is.
  function place(link, x, y) {
    var GAP = 6;
    var EDGE = 8;
    var lines = Array.from(link.getClientRects());
    var line = lines.find(function (box) { return y >= box.top && y <= box.bottom && x >= box.left && x <= box.right; }) || lines[0];
    if (!line) return;
    card.style.maxHeight = "";
    var view = document.documentElement;
    var top = Math.min.apply(null, lines.map(function (box) { return box.top; }));
    var bottom = Math.max.apply(null, lines.map(function (box) { return box.bottom; }));
    var size = card.getBoundingClientRect();
    var above = top - GAP - EDGE;
    var below = view.clientHeight - bottom - GAP - EDGE;
    var isBelow = size.height <= below || below >= above;
    var room = isBelow ? below : above;
    if (size.height > room) card.style.maxHeight = Math.max(room, 96) + "px";
    var height = card.getBoundingClientRect().height;
    var isRtl = getComputedStyle(card).direction === "rtl";
    var left = isRtl ? line.right - size.width : line.left;
    left = Math.max(EDGE, Math.min(left, view.clientWidth - size.width - EDGE));
    card.style.left = left + window.scrollX + "px";
    card.style.top = (isBelow ? bottom + GAP : top - GAP - height) + window.scrollY + "px";
  }

  function describe(link, has) {
    var ids = (link.getAttribute("aria-describedby") || "").split(" ").filter(function (id) { return id && id !== text.id; });
    if (has) ids.push(text.id);
    if (ids.length) link.setAttribute("aria-describedby", ids.join(" "));
    else link.removeAttribute("aria-describedby");
  }

  // Opens the card of a link. `way` is `tooltip`, or `dialog` after a touch.
  function open(link, way, x, y, otherwise) {
    clearTimeout(timer);
    wanted = link;
    Promise.all([styled(), new Promise(cardOf.bind(null, link))]).then(function (found) {
      var content = found[1];
      if (wanted !== link) return;
      wanted = null;
      if (!content || (!content.title && !content.parts.length)) {
        if (otherwise) otherwise();
        return;
      }
      close();
      fill(content);
      trigger = link;
      onward.hidden = way !== "dialog";
      onward.href = link.href;
      if (way === "dialog") {
        text.removeAttribute("role");
        card.setAttribute("role", "dialog");
        card.setAttribute("aria-labelledby", text.id);
        card.tabIndex = -1;
      } else {
        card.removeAttribute("role");
        card.removeAttribute("aria-labelledby");
        card.removeAttribute("tabindex");
        text.setAttribute("role", "tooltip");
        describe(link, true);
      }
      main.appendChild(card);
      card.hidden = false;
      card.scrollTop = 0;
      place(link, x, y);
      if (way === "dialog") card.focus({ preventScroll: true });
    });
  }

  function close() {
    clearTimeout(timer);
    wanted = null;
    if (!trigger) return;
    var link = trigger;
    var hadFocus = card.contains(document.activeElement);
    trigger = null;
    describe(link, false);
    card.hidden = true;
    if (hadFocus) link.focus({ preventScroll: true });
  }

  function closeSoon() {
    clearTimeout(timer);
    wanted = null;
    timer = setTimeout(function () {
      if (!card.contains(document.activeElement) && document.activeElement !== trigger) close();
      else if (document.activeElement === trigger && !trigger.matches(":focus-visible")) close();
    }, CLOSE_AFTER);
  }

  function linkAt(target, selector) {
    var link = target.closest && target.closest(selector);
    return link && main.contains(link) && !link.matches(NEVER) ? link : null;
  }

  // When it opens and closes --------------------------------------------------------

  var isOn = true;
  var touched = false; // whether the last press was a finger's

  // Where the pointer was last. A page that scrolls brings links under a pointer
  // that rests; nobody has pointed at them until it moves.
  var at = { x: -1, y: -1 };
  var unseen = false;

  function over(event) {
    if (card.contains(event.target) || (trigger && trigger.contains(event.target))) {
      wanted = null;
      return clearTimeout(timer);
    }
    var link = linkAt(event.target, IN_TEXT + "," + IN_LISTS);
    if (!link) return trigger || wanted ? closeSoon() : clearTimeout(timer);
    clearTimeout(timer);
    timer = setTimeout(open, OPEN_AFTER, link, "tooltip", event.clientX, event.clientY);
  }

  document.addEventListener("pointerover", function (event) {
    if (!isOn || event.pointerType === "touch") return;
    unseen = event.clientX === at.x && event.clientY === at.y;
    if (!unseen) over(event);
  });
  document.addEventListener("pointermove", function (event) {
    at = { x: event.clientX, y: event.clientY };
    if (!isOn || !unseen || event.pointerType === "touch") return;
    unseen = false;
    over(event);
  });
  document.addEventListener("pointerout", function (event) {
    // Out of the window, where there is nothing to go over to.
    if (isOn && event.pointerType !== "touch" && !event.relatedTarget) closeSoon();
  });

  document.addEventListener("focusin", function (event) {
    if (!isOn || card.contains(event.target) || event.target === trigger) return;
    var link = linkAt(event.target, IN_TEXT + "," + IN_LISTS);
    close(); // Also one that is still on its way.
    if (!link || !link.matches(":focus-visible")) return;
    clearTimeout(timer);
    timer = setTimeout(open, FOCUS_AFTER, link, "tooltip", -1, -1);
  });
  document.addEventListener("focusout", function (event) {
    if (trigger && (event.target === trigger || card.contains(event.target))) closeSoon();
  });

  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (!card.contains(event.target)) close();
  });
  document.addEventListener("click", function (event) {
    var plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    // A click without a press is the keyboard's, or an assistant's.
    if (!isOn || !touched || !plain || event.detail === 0 || event.defaultPrevented) return;
    var link = linkAt(event.target, IN_TEXT);
    if (!link) return;
    event.preventDefault();
    open(link, "dialog", event.clientX, event.clientY, function () { location.href = link.href; });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !(trigger || wanted)) return;
    close();
    event.stopPropagation();
  }, true);
  window.addEventListener("resize", close);
  window.addEventListener("pagehide", close);
  onward.addEventListener("click", close);

  // The switch -------------------------------------------------------------------------

  function show(on) {
    isOn = on;
    control.setAttribute("aria-pressed", String(on));
    if (!on) close();
  }

  function choose(on) {
    show(on);
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch (error) {
      // Not remembered then.
    }
  }

  control.addEventListener("click", function () { choose(!isOn); });
  off.addEventListener("click", function () { choose(false); });
  control.hidden = false;
  try {
    show(localStorage.getItem(KEY) !== "off");
  } catch (error) {
    // Storage is refused in some private windows and folders.
  }
})();
