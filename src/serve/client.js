// Keeps the page as the book is now while its author writes. The server puts
// this script into pages as it sends them; no page on disk has it.
//
// The page as it was sent is compared with the page as it would be sent now, and
// only what differs between the two is changed in the page that is shown. So
// everything else stays: the scroll position, what is unfolded, focused, typed,
// and what other scripts have made of the page.
(function () {
  "use strict";

  var script = document.currentScript;
  var page = script.getAttribute("data-page");
  var session = Number(script.getAttribute("data-session"));
  // The edition of the book that the page shows.
  var shown = Number(script.getAttribute("data-edition"));
  var root = document.documentElement;
  // Other scripts set these early, to choose colours for instance.
  var rootAttributes = root.cloneNode(false);

  // The page as it was sent, and for each of its nodes the one that is shown.
  var sent = null;
  var live = new Map();

  script.remove();
  // At this moment the page is whole, and deferred scripts have not run yet.
  document.addEventListener("readystatechange", function ready() {
    document.removeEventListener("readystatechange", ready);
    sent = root.cloneNode(true);
    pair(sent, root);
    copyAttributes(rootAttributes, sent);
    connect();
  });

  // ---- What the server tells

  // How long the server may be silent. It sends a line every fifteen seconds: when
  // none comes, the machine has slept or the network has changed.
  var SILENCE = 40000;
  // How long to wait before a server that has gone is asked again.
  var AGAIN = 1000;

  var source = null;
  var heard = 0;
  var waiting = null;
  var updating = false;

  function connect() {
    if (source || document.visibilityState === "hidden") return;
    heard = Date.now();
    source = new EventSource(
      "/_live/events?page=" + encodeURIComponent(page) + "&session=" + session + "&edition=" + shown
    );
    source.onmessage = function (event) {
      heard = Date.now();
      take(JSON.parse(event.data));
    };
    source.addEventListener("pulse", function () {
      heard = Date.now();
    });
    source.onerror = function () {
      // Browsers differ in when they give up.
      if (this.readyState !== EventSource.CLOSED || this !== source) return;
      disconnect();
      setTimeout(connect, AGAIN);
    };
  }

  function disconnect() {
    if (source) source.close();
    source = null;
  }

  setInterval(function () {
    if (!source || Date.now() - heard < SILENCE) return;
    disconnect();
    connect();
  }, 5000);

  // Browsers allow few connections to one server: pages that nobody sees give
  // theirs back, and ask again when they are seen.
  function follow() {
    if (document.visibilityState === "visible") connect();
    else disconnect();
  }
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pageshow", follow);
  window.addEventListener("pagehide", disconnect);
  // The network is back.
  window.addEventListener("online", function () {
    disconnect();
    connect();
  });

  function take(news) {
    showProblems(news.problems, news.changed === null);
    swapFiles(news.files, news.edition);
    var stale = news.session !== session || news.changed > shown;
    if (news.changed === null || news.hold || !stale) return;
    waiting = news;
    update();
  }

  function update() {
    if (updating || !waiting) return;
    var news = waiting;
    waiting = null;
    updating = true;
    fetch(location.pathname, { cache: "no-store" })
      .then(function (response) {
        return response.text();
      })
      .then(function (html) {
        apply(new DOMParser().parseFromString(html, "text/html"), news);
      })
      .catch(function () {
        // The server has gone; when it is back, it will tell.
      })
      .then(function () {
        updating = false;
        update();
      });
  }

  // ---- The page

  function apply(fresh, news) {
    var own = fresh.querySelector("script[data-edition]");
    if (own) {
      session = Number(own.getAttribute("data-session"));
      shown = Number(own.getAttribute("data-edition"));
      own.remove();
    } else {
      session = news.session;
      shown = news.edition;
    }
    // Scripts cannot be exchanged while they run.
    if (scripts(fresh.documentElement) !== scripts(sent)) {
      location.reload();
      return;
    }
    var restore = holdScroll();
    var next = fresh.documentElement;
    patch(sent, next);
    sent = next;
    restore();
    // For scripts that have counted headings or the like.
    document.dispatchEvent(new CustomEvent("briefbook:update"));
  }

  // The scripts that run, and not the data that stands in elements of that name.
  function running(tree) {
    return Array.prototype.filter.call(tree.querySelectorAll("script"), function (element) {
      return !element.type || element.type === "module" || /javascript/.test(element.type);
    });
  }

  function scripts(tree) {
    return running(tree)
      .map(function (element) {
        return element.getAttribute("src") + element.textContent;
      })
      .join("\n");
  }

  // Remembers that the nodes of `tree` are shown by those of `shownTree`, which
  // is built alike.
  function pair(tree, shownTree) {
    live.set(tree, shownTree);
    for (var a = tree.firstChild, b = shownTree.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) {
      pair(a, b);
    }
  }

  // The same for two sent trees that are equal: what showed the one shows the
  // other from now on.
  function carry(before, after) {
    live.set(after, live.get(before));
    live.delete(before);
    for (var a = before.firstChild, b = after.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) {
      carry(a, b);
    }
  }

  function forget(tree) {
    live.delete(tree);
    for (var node = tree.firstChild; node; node = node.nextSibling) forget(node);
  }

  // Makes what shows `before` show `after`.
  function patch(before, after) {
    var node = live.get(before);
    live.delete(before);
    live.set(after, node);
    if (before.nodeType !== Node.ELEMENT_NODE) {
      if (before.data !== after.data) node.data = after.data;
      return;
    }
    patchAttributes(before, after, node);
    patchChildren(before, after, node);
  }

  function patchAttributes(before, after, node) {
    Array.prototype.forEach.call(before.attributes, function (attribute) {
      if (!after.hasAttribute(attribute.name)) node.removeAttribute(attribute.name);
    });
    Array.prototype.forEach.call(after.attributes, function (attribute) {
      if (before.getAttribute(attribute.name) !== attribute.value) {
        node.setAttribute(attribute.name, attribute.value);
      }
    });
  }

  function copyAttributes(from, to) {
    while (to.attributes.length) to.removeAttribute(to.attributes[0].name);
    Array.prototype.forEach.call(from.attributes, function (attribute) {
      to.setAttribute(attribute.name, attribute.value);
    });
  }

  function patchChildren(before, after, node) {
    var olds = Array.prototype.slice.call(before.childNodes);
    var news = Array.prototype.slice.call(after.childNodes);
    var partner = match(olds, news);
    olds.forEach(function (old) {
      if (partner.taken.has(old)) return;
      var gone = live.get(old);
      if (gone && gone.parentNode) gone.parentNode.removeChild(gone);
      forget(old);
    });
    // From the end, so that each new node has one to stand before.
    var next = null;
    var lastOld = olds.filter(function (old) { return partner.taken.has(old); }).pop();
    if (lastOld && live.get(lastOld) && live.get(lastOld).parentNode === node) {
      // What other scripts have put at the end stays at the end.
      next = live.get(lastOld).nextSibling;
    }
    for (var at = news.length - 1; at >= 0; at--) {
      var fresh = news[at];
      var old = partner.of.get(fresh);
      var shownNode;
      if (old) {
        shownNode = live.get(old);
        if (old.isEqualNode(fresh)) carry(old, fresh);
        else patch(old, fresh);
      } else {
        shownNode = document.importNode(fresh, true);
        pair(fresh, shownNode);
        node.insertBefore(shownNode, next);
      }
      if (shownNode.parentNode === node) next = shownNode;
    }
  }

  // Finds for the new nodes the old ones that they take the place of: first
  // equal ones in the same order, as many as there are, then between those the
  // ones that are alike.
  function match(olds, news) {
    var of = new Map();
    var taken = new Set();
    function take(old, fresh) {
      of.set(fresh, old);
      taken.add(old);
    }
    var start = 0;
    while (start < olds.length && start < news.length && olds[start].isEqualNode(news[start])) {
      take(olds[start], news[start]);
      start++;
    }
    var oldEnd = olds.length;
    var newEnd = news.length;
    while (oldEnd > start && newEnd > start && olds[oldEnd - 1].isEqualNode(news[newEnd - 1])) {
      take(olds[--oldEnd], news[--newEnd]);
    }
    var rows = olds.slice(start, oldEnd);
    var columns = news.slice(start, newEnd);
    var common = longestCommon(rows, columns);
    common.push([rows.length, columns.length]);
    var i = 0;
    var j = 0;
    common.forEach(function (pairOf) {
      // Between two equal pairs, in order, each with the next of its kind.
      for (; j < pairOf[1]; j++) {
        for (var k = i; k < pairOf[0]; k++) {
          if (alike(rows[k], columns[j])) {
            take(rows[k], columns[j]);
            i = k + 1;
            break;
          }
        }
      }
      if (pairOf[0] < rows.length) take(rows[pairOf[0]], columns[pairOf[1]]);
      i = pairOf[0] + 1;
      j = pairOf[1] + 1;
    });
    return { of: of, taken: taken };
  }

  function alike(old, fresh) {
    return old.nodeName === fresh.nodeName && (old.nodeType !== Node.ELEMENT_NODE || old.id === fresh.id);
  }

  // The positions of a longest common subsequence. Very long lists are taken
  // pairwise from their beginning: right all the same, with more to change.
  function longestCommon(rows, columns) {
    if (!rows.length || !columns.length || rows.length * columns.length > 250000) return [];
    var width = columns.length + 1;
    var lengths = new Uint32Array((rows.length + 1) * width);
    var equal = new Uint8Array(rows.length * columns.length);
    for (var i = rows.length - 1; i >= 0; i--) {
      for (var j = columns.length - 1; j >= 0; j--) {
        var same = rows[i].isEqualNode(columns[j]);
        equal[i * columns.length + j] = same ? 1 : 0;
        lengths[i * width + j] = same
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
    var found = [];
    for (i = 0, j = 0; i < rows.length && j < columns.length; ) {
      if (equal[i * columns.length + j]) found.push([i++, j++]);
      else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++;
      else j++;
    }
    return found;
  }

  // Keeps what the reader sees where it is, whatever grows or shrinks above it.
  function holdScroll() {
    var top = window.scrollY;
    var anchors = [];
    if (top > 0) {
      // What stands beside the text often stays when the text is scrolled.
      var text = document.querySelector("main") || document.body;
      var blocks = text.querySelectorAll("h1, h2, h3, h4, h5, h6, p, li, dt, dd, pre, tr");
      for (var at = 0; at < blocks.length && anchors.length < 40; at++) {
        var box = blocks[at].getBoundingClientRect();
        if (box.bottom > 0 && box.top < window.innerHeight) anchors.push([blocks[at], box.top]);
      }
    }
    // The browser would do the same after us.
    root.style.overflowAnchor = "none";
    return function () {
      var anchor = anchors.find(function (pairOf) {
        return pairOf[0].isConnected;
      });
      var moved = anchor ? anchor[0].getBoundingClientRect().top - anchor[1] : top - window.scrollY;
      if (moved) window.scrollBy({ top: moved, behavior: "instant" });
      requestAnimationFrame(function () {
        root.style.overflowAnchor = "";
        if (!root.getAttribute("style")) root.removeAttribute("style");
      });
    };
  }

  // ---- Styles and pictures

  // The address that a link of this page leads to, as the server names it.
  function named(address) {
    var url = new URL(address, location.href);
    if (url.origin !== location.origin) return null;
    try {
      return decodeURIComponent(url.pathname.slice(1));
    } catch (error) {
      return null;
    }
  }

  function swapFiles(files, edition) {
    if (!files.length) return;
    var changed = new Set(files);
    // A style may take in others, or fonts: any of them changes the page's look.
    var looks = files.some(function (file) {
      return /\.(css|woff2?|ttf|otf)$/i.test(file);
    });
    if (looks) {
      document.querySelectorAll("link[rel~=stylesheet][href]").forEach(function (link) {
        var name = named(link.href);
        if (name === null || name.indexOf("_live/") === 0) return;
        var fresh = link.cloneNode(false);
        fresh.setAttribute("href", link.getAttribute("href").split("?")[0] + "?" + edition);
        // The old style stays until the new one is there: nothing flashes.
        fresh.addEventListener("load", function () { link.remove(); });
        fresh.addEventListener("error", function () { fresh.remove(); });
        link.after(fresh);
        live.forEach(function (shownNode, node) {
          if (shownNode === link) live.set(node, fresh);
        });
      });
    }
    document.querySelectorAll("img[src]").forEach(function (image) {
      if (changed.has(named(image.src))) {
        image.setAttribute("src", image.getAttribute("src").split("?")[0] + "?" + edition);
      }
    });
    // Those that other scripts have fetched, as the search does, are their affair.
    var ours = running(sent).some(function (element) {
      return element.hasAttribute("src") && changed.has(named(element.getAttribute("src")));
    });
    if (ours) location.reload();
  }

  // ---- What is wrong with the book

  var host = null;
  var panel = null;
  var hidden = null;

  function showProblems(problems, removed) {
    var worth = problems.errors > 0 || removed;
    var now = JSON.stringify([problems, removed]);
    if (!worth) {
      if (host) host.remove();
      host = panel = hidden = null;
      return;
    }
    if (hidden === now || (panel && panel.now === now && host.isConnected)) return;
    hidden = null;
    if (!host) {
      host = document.createElement("briefbook-problems");
      var shadow = host.attachShadow({ mode: "open" });
      var style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = "/_live/client.css";
      var holder = element("div", "");
      holder.setAttribute("role", "status");
      shadow.append(style, holder);
      panel = { holder: holder, now: null };
    }
    panel.now = now;
    panel.holder.replaceChildren(draw(problems, removed));
    if (!host.isConnected) document.body.append(host);
  }

  function draw(problems, removed) {
    var box = element("section", problems.errors ? "panel" : "panel note");
    box.setAttribute("aria-label", "Problems of the book");
    var head = element("div", "head");
    var title = problems.count || "This page is no longer in the book";
    head.append(element("h2", "", title));
    var hide = element("button", "", "Hide");
    hide.type = "button";
    hide.addEventListener("click", function () {
      hidden = panel.now;
      host.remove();
    });
    head.append(hide);
    box.append(head);
    if (removed && problems.count) {
      box.append(element("p", "message", "This page is not in the book any more, or not yet."));
    }
    var list = element("ol", "");
    problems.shown.forEach(function (problem) {
      var item = element("li", problem.severity);
      var line = element("p", "message");
      var place = element(problem.editor ? "a" : "span", "place", problem.place);
      if (problem.editor) {
        place.href = problem.editor;
        place.title = "Open in the editor";
      }
      line.append(place, " " + problem.message);
      item.append(line);
      if (problem.excerpt) item.append(element("pre", "", problem.excerpt));
      list.append(item);
    });
    box.append(list);
    if (problems.more) box.append(element("p", "", "and " + problems.more + " more in the terminal"));
    return box;
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
})();
